import { Anchor, AppShell, Burger, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChartLine, IconUserCircle } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
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
  const [opened, { toggle, close }] = useDisclosure();
  if (!user) return null;
  const groups = groupsOf(user.role);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: "md", collapsed: { desktop: true, mobile: !opened } }}
      padding="md"
    >
      <Anchor href="#main" className="skip-link">
        {m.app_skip_to_content()}
      </Anchor>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="md" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={opened ? m.app_close_navigation() : m.app_open_navigation()}
              aria-expanded={opened}
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
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={m.app_pages_small()} hiddenFrom="md" className={classes.drawer}>
        <DrawerNavigation groups={groups} onOpen={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <SimulatedBanner />
        <FirstVisit userId={user.id} />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
