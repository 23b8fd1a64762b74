import { Button, Card, Collapse, Group, Text } from "@mantine/core";
import { useId } from "react";
import type { Schemas } from "@/api/client";
import { ago, time } from "@/shared/format";
import { Pill } from "@/shared/Pill";
import { VersionDiff } from "./VersionDiff";
import type { HistoryProps } from "./VersionHistory";

type Props = HistoryProps & { row: Schemas["VersionRow"]; isShown: boolean; onToggle: () => void };

/** A version in the history; the older ones open to their difference from the current one. */
export function VersionRow({ row, isShown, onToggle, ...history }: Props) {
  const id = useId();
  return (
    <Card component="li" padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap={8}>
            <Text fw={600}>Version {row.version}</Text>
            {row.isActive && <Pill tone="accent">Current</Pill>}
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
            aria-label={`Compare version ${row.version}`}
            onClick={onToggle}
          >
            {isShown ? "Close" : "Compare"}
          </Button>
        )}
      </Group>
      <Collapse expanded={isShown} id={id}>
        {isShown && <VersionDiff version={row.version} {...history} />}
      </Collapse>
    </Card>
  );
}
