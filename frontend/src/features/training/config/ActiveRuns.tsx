import { Anchor, Card, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { StatePill } from "@/shared/components/Pill";
import { percent } from "@/shared/format/numbers";
import type { RunRow } from "../runQueries";

/** The active runs, each with a link to its progress. */
export function ActiveRuns({ runs }: { runs: RunRow[] }) {
  if (runs.length === 0) return null;
  return (
    <Card component="section" aria-label={m.training_active_runs()}>
      <Title order={2} size="h5" mb="xs">
        {m.training_active_runs()}
      </Title>
      <Stack gap="sm">
        {runs.map(({ runId, state, progressPct, owner }) => (
          <div key={runId}>
            <Group justify="space-between" mb={4}>
              <Group gap={8}>
                <StatePill state={state} />
                <Text size="sm">{m.training_by({ owner })}</Text>
              </Group>
              <Anchor
                size="sm"
                renderRoot={(props) => (
                  <Link {...props} to="/training" search={{ tab: "runs", run: runId }} />
                )}
              >
                {m.training_watch()}
              </Anchor>
            </Group>
            <Progress
              value={progressPct}
              aria-label={m.training_progress_of_the_run({ progressPct: percent(progressPct, 0) })}
            />
          </div>
        ))}
      </Stack>
    </Card>
  );
}
