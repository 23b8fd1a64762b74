import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";

/** A page on simulations: its heading, links to the others, and what all have in common. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <PageTitle mb={4}>{title}</PageTitle>
      <Group component="nav" aria-label={m.simulations_pages_on_simulations()} gap="md" mb="sm">
        <TextLink to="/simulations" activeOptions={{ exact: true, includeSearch: false }}>
          {m.simulations_history()}
        </TextLink>
        <TextLink to="/simulations/new" activeOptions={{ includeSearch: false }}>
          {m.simulations_new()}
        </TextLink>
        <TextLink to="/simulations/ledger">{m.simulations_ledger_of_trials()}</TextLink>
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {m.simulations_what_a_rule_would_have_earned()}
      </Text>
      {children}
    </>
  );
}
