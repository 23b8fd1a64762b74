import { Card, Group, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { StatePill } from "@/shared/components/Pill";
import { ago, time } from "@/shared/format/times";
import { type Dag, nextRunInWords } from "../dags";
import { RunNowButton } from "../runs/RunNowButton";
import classes from "./DagCard.module.css";
import { PauseButton } from "./PauseButton";
import { ScheduleLine } from "./ScheduleLine";

/** The summary of a DAG; a click anywhere on it selects the DAG. */
export function DagCard({ dag, selected }: { dag: Dag; selected: boolean }) {
  return (
    <Card component="article" className={classes.card} data-selected={selected} aria-label={dag.name}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <Title order={2} size="h5">
          <Link
            from="/pipelines"
            to="/pipelines"
            search={({ tab }) => ({ dag: dag.dagId, tab })}
            resetScroll={false}
            className={classes.select}
            aria-current={selected ? "true" : undefined}
          >
            {dag.name}
          </Link>
        </Title>
        <StatePill state={dag.status} />
      </Group>
      <Text size="xs" c="dimmed" ff="monospace">
        {dag.dagId}
      </Text>
      {dag.description && (
        <Text size="sm" mt={6}>
          {dag.description}
        </Text>
      )}
      <dl className={classes.facts}>
        <dt>{m.pipelines_schedule()}</dt>
        <dd>
          <ScheduleLine dag={dag} />
        </dd>
        <dt>{m.pipelines_next_run()}</dt>
        <dd>{nextRunInWords(dag)}</dd>
        <dt>{m.pipelines_last_run()}</dt>
        <dd>
          {dag.lastRunState === null ? (
            m.pipelines_none_yet()
          ) : (
            <>
              <StatePill state={dag.lastRunState} />{" "}
              <span title={time(dag.lastRunAt)}>{ago(dag.lastRunAt)}</span>
            </>
          )}
        </dd>
      </dl>
      <Group gap="xs" className={classes.actions}>
        <RunNowButton dag={dag} size="xs">
          {m.pipelines_run_now()}
        </RunNowButton>
        <PauseButton dag={dag} size="xs" />
      </Group>
    </Card>
  );
}
