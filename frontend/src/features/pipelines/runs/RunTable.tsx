import { Button, Group } from "@mantine/core";
import { useMemo } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { StatePill } from "@/shared/components/Pill";
import { stateName } from "@/shared/components/states";
import { duration, timeToSeconds } from "@/shared/format/times";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { useRerun } from "../actions";
import { type DagDetail, triggeredBy } from "../dags";
import { allRuns } from "../queries";
import type { PipelineSearch } from "../search";
import { usePipelineSearch } from "../usePipelineSearch";
import classes from "./RunTable.module.css";

type Row = Schemas["RunPage"]["data"][number];

type Props = { dag: DagDetail; runs: Row[]; isPage: boolean; search: PipelineSearch };

/** The runs of a page. */
export function RunTable({ dag, runs, isPage, search }: Props) {
  const columns = useMemo(() => columnsWith(dag), [dag]);
  return (
    <DataTable
      id="runs"
      label={m.pipelines_run_history_scrolls_sideways()}
      caption={m.pipelines_runs_of_newest_first_times_in({ dagId: dag.dagId })}
      minWidth={900}
      columns={columns}
      rows={runs}
      keyOf={({ runId }) => runId}
      fileName={`runs-${dag.dagId}`}
      isPage={isPage}
      readAll={() => allRuns(dag, search)}
    />
  );
}

function columnsWith(dag: DagDetail): DataColumns<Row> {
  return [
    {
      id: "run_id",
      name: m.pipelines_run_id(),
      of: ({ runId }) => <span className={classes.id}>{runId}</span>,
      value: ({ runId }) => runId,
    },
    {
      id: "start",
      name: m.pipelines_start(),
      isWords: true,
      of: ({ start }) => timeToSeconds(start),
      value: ({ start }) => start,
    },
    {
      id: "end",
      name: m.pipelines_end(),
      isWords: true,
      of: ({ end }) => timeToSeconds(end),
      value: ({ end }) => end,
    },
    {
      id: "duration_seconds",
      name: m.pipelines_duration(),
      of: ({ durationSeconds }) => duration(durationSeconds),
      value: ({ durationSeconds }) => durationSeconds,
    },
    {
      id: "triggered_by",
      name: m.pipelines_triggered_by(),
      isWords: true,
      of: (run) => triggeredBy(run.triggeredBy),
      value: (run) => run.triggeredBy,
      words: (run) => triggeredBy(run.triggeredBy),
    },
    {
      id: "state",
      name: m.pipelines_state(),
      isWords: true,
      of: ({ state }) => <StatePill state={state} />,
      value: ({ state }) => state,
      words: ({ state }) => stateName(state),
    },
    {
      id: "actions",
      name: m.pipelines_actions(),
      isWords: true,
      of: (run) => <Actions dag={dag} run={run} />,
    },
  ];
}

function Actions({ dag, run }: { dag: DagDetail; run: Row }) {
  const { change } = usePipelineSearch();
  const rerun = useRerun(dag.dagId);
  return (
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
  );
}
