import { Anchor, Burger, Group, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconChartLine, IconUserCircle } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { useUser } from "@/api/session";
import { m } from "@/paraglide/messages";
import { FirstVisit } from "./FirstVisit";
import { JobsLink } from "./JobsLink";
import { DrawerNavigation, Navigation } from "./Navigation";
import { groupsOf } from "./navigation";
import { Preferences } from "./Preferences";
import { SearchButton } from "./SearchButton";
import classes from "./Shell.module.css";
import { SimulatedBanner } from "./SimulatedBanner";

/** The frame of every page of a signed-in user: name, navigation by role, search, user and banner. */
export function Shell() {
  const user = useUser();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState(false);
  const drawer = useId();
  const burger = useRef<HTMLButtonElement>(null);
  useHotkeys([["Escape", close]]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer
  useEffect(() => setOpened(false), [pathname]);

  function close() {
    if (!opened) return;
    setOpened(false);
    burger.current?.focus();
  }

  if (!user) return null;
  const groups = groupsOf(user.role);
  return (
    <>
      <Anchor href="#main" className="skip-link">
        {m.app_skip_to_content()}
      </Anchor>
      <header className={classes.header}>
        <Group gap="md" wrap="nowrap" miw={0}>
          <Burger
            ref={burger}
            opened={opened}
            onClick={() => setOpened((old) => !old)}
            hiddenFrom="md"
            size="sm"
            aria-label={opened ? m.app_close_navigation() : m.app_open_navigation()}
            aria-expanded={opened}
            aria-controls={drawer}
          />
          <Group gap={6} wrap="nowrap" flex="none">
            <IconChartLine size={24} color="var(--accent)" aria-hidden />
            <Text fw={700} size="lg">
              VN30
            </Text>
          </Group>
          <Group component="nav" aria-label={m.app_pages()} visibleFrom="md">
            <Navigation groups={groups} />
          </Group>
        </Group>
        <Group gap={4} wrap="nowrap" flex="none">
          <SearchButton role={user.role} />
          <JobsLink userId={user.id} />
          <Link
            to="/account"
            className={`${classes.link} ${classes.account}`}
            aria-label={m.app_account_of({ name: user.displayName })}
            aria-current={pathname === "/account" ? "page" : undefined}
          >
            <IconUserCircle size={18} aria-hidden />
            <Text span size="sm" fw="inherit" truncate visibleFrom="lg">
              {user.displayName}
            </Text>
          </Link>
          <Preferences />
        </Group>
        <nav id={drawer} aria-label={m.app_pages_small()} className={classes.drawer} hidden={!opened}>
          <DrawerNavigation groups={groups} />
        </nav>
      </header>
      <main id="main" className={classes.main}>
        <SimulatedBanner />
        <FirstVisit userId={user.id} />
        <Outlet />
      </main>
    </>
  );
}
