import { Box, Card, Text, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { SelectFilter } from "@/shared/components/Filters";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { time } from "@/shared/format/times";
import type { Dag } from "../dags";
import { useDags } from "../queries";
import { RunLogs } from "../runs/RunLogs";

/** The log of the newest run of a DAG, by stage, symbol and level. */
export function LogsCard() {
  const dags = useDags();
  return (
    <Card component="section" aria-label={m.pipelines_logs()}>
      <Title order={2} size="h4" mb="sm">
        {m.pipelines_logs()}
      </Title>
      <Loaded query={dags} what={m.pipelines_the_dags()} skeleton={<SkeletonLines lines={8} />}>
        {(dags) => <LogsOfDag dags={dags.filter((dag) => dag.lastRunId !== null)} />}
      </Loaded>
    </Card>
  );
}

function LogsOfDag({ dags }: { dags: Dag[] }) {
  const [chosen, choose] = useState<string>();
  const newest = [...dags].sort((one, other) =>
    (other.lastRunAt ?? "").localeCompare(one.lastRunAt ?? ""),
  )[0];
  const dag = dags.find((dag) => dag.dagId === chosen) ?? newest;
  if (dag === undefined || dag.lastRunId === null) return <Empty title={m.pipelines_no_dag_has_run_yet()} />;
  return (
    <>
      {/* In the card itself, which is a column, the filter would grow in height. */}
      <Box>
        <SelectFilter
          label={m.pipelines_dag()}
          all={m.pipelines_the_newest_run_2({ name: newest?.name ?? "" })}
          options={Object.fromEntries(dags.map((dag) => [dag.dagId, dag.name]))}
          value={chosen}
          onChange={(dagId) => choose(dagId || undefined)}
        />
      </Box>
      <Text size="sm" c="dimmed" my="xs">
        {m.pipelines_run_of_earlier_runs_are_on({ lastRunAt: time(dag.lastRunAt) })}
      </Text>
      <RunLogs key={dag.lastRunId} dagId={dag.dagId} runId={dag.lastRunId} />
    </>
  );
}
