import { Group, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Pill, StatePill } from "@/shared/components/Pill";
import type { DagDetail } from "../dags";
import { useRunningRun } from "../queries";
import { StopButton } from "../runs/StopButton";
import { TriggerButton } from "../runs/TriggerButton";
import classes from "./DagHeader.module.css";
import { PauseButton } from "./PauseButton";

/** Name, state and controls of the selected DAG. */
export function DagHeader({ dag }: { dag: DagDetail }) {
  const running = useRunningRun(dag);
  return (
    <header>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Group gap="xs">
            <Title order={2} size="h3">
              {dag.name}
            </Title>
            <StatePill state={dag.status} />
          </Group>
          <Text size="sm" c="dimmed" ff="monospace">
            {dag.dagId}
          </Text>
        </div>
        <Group gap="xs">
          <TriggerButton dag={dag} />
          <PauseButton dag={dag} />
          <StopButton dag={dag} runId={running}>
            {m.pipelines_stop_active_run()}
          </StopButton>
        </Group>
      </Group>
      <dl className={classes.facts}>
        <div>
          <dt>{m.pipelines_owner()}</dt>
          <dd>{dag.owner ?? m.pipelines_none()}</dd>
        </div>
        <div>
          <dt>{m.pipelines_tags()}</dt>
          <dd>
            {dag.tags.length === 0 && m.pipelines_none()}
            {dag.tags.map((tag) => (
              <Pill key={tag} tone="quiet">
                {tag}
              </Pill>
            ))}
          </dd>
        </div>
        <div>
          <dt>{m.pipelines_timezone()}</dt>
          <dd>{dag.timezone}</dd>
        </div>
      </dl>
    </header>
  );
}
