import { Button, Card, Collapse, Group, Text } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Pill } from "@/shared/components/Pill";
import { ago, time } from "@/shared/format/times";

type Props = {
  row: Schemas["VersionRow"];
  isShown: boolean;
  onToggle: () => void;
  /** The differences from the current version. */
  children: ReactNode;
};

/** A version in the history; an older one expands to its differences from the current one. */
export function VersionRow({ row, isShown, onToggle, children }: Props) {
  const id = useId();
  return (
    <Card component="li" padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap={8}>
            <Text fw={600}>{m.training_version_2({ version: row.version })}</Text>
            {row.isActive && <Pill tone="accent">{m.training_current()}</Pill>}
          </Group>
          <Text size="sm" c="dimmed">
            {row.author}, {time(row.savedAt)} ({ago(row.savedAt)})
          </Text>
          {row.description && <Text size="sm">{row.description}</Text>}
        </div>
        {!row.isActive && (
          <Button
            size="compact-sm"
            variant="default"
            flex="none"
            aria-expanded={isShown}
            aria-controls={id}
            aria-label={m.training_compare_version({ version: row.version })}
            onClick={onToggle}
          >
            {isShown ? m.training_close() : m.training_compare()}
          </Button>
        )}
      </Group>
      <Collapse expanded={isShown} id={id}>
        {isShown && children}
      </Collapse>
    </Card>
  );
}
