import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";

/** A page on simulations: its heading, links to the others, and what all have in common. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <PageTitle mb={4}>{title}</PageTitle>
      <Group component="nav" aria-label="Pages on simulations" gap="md" mb="sm">
        <TextLink to="/simulations" activeOptions={{ exact: true, includeSearch: false }}>
          History
        </TextLink>
        <TextLink to="/simulations/new" activeOptions={{ includeSearch: false }}>
          New
        </TextLink>
        <TextLink to="/simulations/ledger">Ledger of trials</TextLink>
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        What a rule would have earned on HOSE after costs, by orders that could have been filled. The past is
        no promise: the more is tried, the better the best looks by luck.
      </Text>
      {children}
    </>
  );
}
