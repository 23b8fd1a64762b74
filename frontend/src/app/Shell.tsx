import { Anchor, AppShell, Burger, Button, Group, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChartLine, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { signOut, useUser } from "@/api/session";
import { JobsLink } from "./JobsLink";
import { isAt, pagesOf } from "./navigation";
import classes from "./Shell.module.css";
import { SimulatedBanner } from "./SimulatedBanner";

/** The frame of every page of a signed-in user: name, navigation by role, user and banner. */
export function Shell() {
  const user = useUser();
  const { pathname } = useLocation();
  const [opened, { toggle, close }] = useDisclosure();
  if (!user) return null;
  const pages = pagesOf(user.role);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: "lg", collapsed: { desktop: true, mobile: !opened } }}
      padding="md"
    >
      <Anchor href="#main" className="skip-link">
        Skip to content
      </Anchor>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="lg" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="lg"
              size="sm"
              aria-label={opened ? "Close the navigation" : "Open the navigation"}
              aria-expanded={opened}
            />
            <Group gap={6} wrap="nowrap" flex="none">
              <IconChartLine size={24} color="var(--accent)" aria-hidden />
              <Text fw={700} size="lg">
                VN30
              </Text>
            </Group>
            <Group
              component="nav"
              aria-label="Pages"
              gap={2}
              visibleFrom="lg"
              wrap="nowrap"
              className={classes.pages}
            >
              {pages.map((page) => (
                <Link
                  key={page.to}
                  to={page.to}
                  className={classes.link}
                  aria-current={isAt(page, pathname) ? "page" : undefined}
                >
                  {page.label}
                </Link>
              ))}
            </Group>
          </Group>
          <Group gap="sm" wrap="nowrap" flex="none">
            <JobsLink userId={user.id} />
            <Link
              to="/account"
              className={`${classes.link} ${classes.account}`}
              aria-label={`${user.displayName}: account`}
              aria-current={pathname === "/account" ? "page" : undefined}
            >
              <IconUserCircle size={18} aria-hidden />
              <Text span size="sm" fw="inherit" truncate visibleFrom="xs">
                {user.displayName}
              </Text>
            </Link>
            <Button
              variant="default"
              size="xs"
              flex="none"
              leftSection={<IconLogout size={14} aria-hidden />}
              onClick={() => void signOut()}
            >
              Sign out
            </Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Pages, on small screens" hiddenFrom="lg">
        {pages.map((page) => (
          <NavLink
            key={page.to}
            component={Link}
            to={page.to}
            label={page.label}
            active={isAt(page, pathname)}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <SimulatedBanner />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
