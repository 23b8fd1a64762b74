import { Group, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { Disclosure } from "@/shared/components/Disclosure";
import { isAt, type Page, type PageGroup } from "./navigation";
import classes from "./Shell.module.css";

/** The pages of the header: the first group as links, the others each as a menu. */
export function Navigation({ groups: [first, ...others] }: { groups: PageGroup[] }) {
  const { pathname, href } = useLocation();
  return (
    <Group gap={2} wrap="nowrap" className={classes.pages}>
      {first?.pages.map((page) => (
        <PageLink key={page.to} page={page} />
      ))}
      {others.map(({ label, pages }) => (
        <Disclosure
          // Another page closes the panel.
          key={`${label} ${href}`}
          current={pages.some((page) => isAt(page, pathname))}
          label={
            <>
              {label}
              <IconChevronDown size={14} aria-hidden />
            </>
          }
        >
          {pages.map((page) => (
            <PageLink key={page.to} page={page} block />
          ))}
        </Disclosure>
      ))}
    </Group>
  );
}

/** The pages of the drawer, each group below its name. */
export function DrawerNavigation({ groups }: { groups: PageGroup[] }) {
  return groups.map(({ label, pages }) => (
    <section key={label} aria-label={label}>
      <Text size="xs" fw={650} c="dimmed" mt="sm" mb={2} px={9}>
        {label}
      </Text>
      {pages.map((page) => (
        <PageLink key={page.to} page={page} block />
      ))}
    </section>
  ));
}

function PageLink({ page, block = false }: { page: Page; block?: boolean }) {
  const { pathname } = useLocation();
  return (
    <Link
      to={page.to}
      className={classes.link}
      data-block={block || undefined}
      aria-current={isAt(page, pathname) ? "page" : undefined}
    >
      {page.label}
    </Link>
  );
}
