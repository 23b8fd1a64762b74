import { Button, Group, Table } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { StatePill } from "@/shared/components/Pill";
import { duration, timeToSeconds } from "@/shared/format/times";
import { useRerun } from "../actions";
import { type DagDetail, triggeredBy } from "../dags";
import { usePipelineSearch } from "../usePipelineSearch";
import classes from "./RunTable.module.css";

type Row = Schemas["RunPage"]["data"][number];

/** The runs of a page. */
export function RunTable({ dag, runs }: { dag: DagDetail; runs: Row[] }) {
  return (
    <Table.ScrollContainer
      minWidth={900}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.pipelines_run_history_scrolls_sideways()}
    >
      <Table
        verticalSpacing={6}
        horizontalSpacing={8}
        highlightOnHover
        captionSide="top"
        className={classes.table}
      >
        <Table.Caption>{m.pipelines_runs_of_newest_first_times_in({ dagId: dag.dagId })}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.pipelines_run_id()}</Table.Th>
            <Table.Th scope="col">{m.pipelines_start()}</Table.Th>
            <Table.Th scope="col">{m.pipelines_end()}</Table.Th>
            <Table.Th scope="col">{m.pipelines_duration()}</Table.Th>
            <Table.Th scope="col">{m.pipelines_triggered_by()}</Table.Th>
            <Table.Th scope="col">{m.pipelines_state()}</Table.Th>
            <Table.Th scope="col">{m.pipelines_actions()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <RunRow key={run.runId} dag={dag} run={run} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RunRow({ dag, run }: { dag: DagDetail; run: Row }) {
  const { change } = usePipelineSearch();
  const rerun = useRerun(dag.dagId);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={classes.id}>
        {run.runId}
      </Table.Th>
      <Table.Td className="figures">{timeToSeconds(run.start)}</Table.Td>
      <Table.Td className="figures">{timeToSeconds(run.end)}</Table.Td>
      <Table.Td className="figures">{duration(run.durationSeconds)}</Table.Td>
      <Table.Td>{triggeredBy(run.triggeredBy)}</Table.Td>
      <Table.Td>
        <StatePill state={run.state} />
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <Button
            size="compact-xs"
            variant="default"
            aria-label={m.pipelines_view_2({ runId: run.runId })}
            onClick={() => change({ tab: "run", run: run.runId })}
          >
            {m.pipelines_view()}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={m.pipelines_run_again_with_the_same_conf_2({ runId: run.runId })}
            title={m.pipelines_run_again_with_the_same_conf()}
            loading={rerun.isPending}
            disabled={dag.source === "mirror"}
            onClick={() => rerun.mutate(run.runId)}
          >
            {m.pipelines_run()}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
