import { Button, Code, Group } from "@mantine/core";
import { IconFileText, IconRepeat } from "@tabler/icons-react";
import { m } from "@/paraglide/messages";
import { type Fact, FactList } from "@/shared/components/FactList";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { duration, time } from "@/shared/format/times";
import { useRerun } from "../actions";
import { type DagDetail, type Run, triggeredBy } from "../dags";
import { useRun } from "../queries";
import { usePipelineSearch } from "../usePipelineSearch";
import { confText } from "./conf";
import classes from "./RunCard.module.css";
import { StopButton } from "./StopButton";

/** The summary of a run, with its actions. */
export function RunCard({ dag, runId, wide }: { dag: DagDetail; runId: string; wide?: boolean }) {
  const run = useRun(dag.dagId, runId);
  return (
    <Loaded query={run} what={m.pipelines_the_run()} skeleton={<SkeletonLines lines={6} />}>
      {(run) => (
        <>
          <FactList facts={factsOf(run)} wide={wide ?? false} />
          <RunActions dag={dag} run={run} />
        </>
      )}
    </Loaded>
  );
}

function factsOf(run: Run): Fact[] {
  return [
    [
      m.pipelines_run_id_2(),
      <span key="id" className={classes.id}>
        {run.runId}
      </span>,
    ],
    [
      m.pipelines_state(),
      // A live region: screen readers announce its changes.
      <span key="state" role="status">
        <StatePill state={run.state} />
      </span>,
    ],
    [
      m.pipelines_duration(),
      run.end === null && run.start
        ? m.pipelines_so_far({ durationSeconds: duration(run.durationSeconds) })
        : duration(run.durationSeconds),
    ],
    [
      m.pipelines_start(),
      run.start ? time(run.start) : m.pipelines_not_started_due({ runAfter: time(run.runAfter) }),
    ],
    [m.pipelines_end(), time(run.end)],
    [m.pipelines_triggered_by(), triggeredBy(run.triggeredBy)],
    [
      m.pipelines_conf(),
      Object.keys(run.conf).length === 0 ? (
        m.pipelines_defaults()
      ) : (
        <Code
          key="conf"
          block
          className={classes.conf}
          tabIndex={0}
          role="region"
          aria-label={m.pipelines_conf()}
        >
          {confText(run.conf)}
        </Code>
      ),
    ],
  ];
}

function RunActions({ dag, run }: { dag: DagDetail; run: Run }) {
  const { search, change } = usePipelineSearch();
  const rerun = useRerun(dag.dagId);
  const readsLogs = search.tab === "run" && search.view === "logs";
  return (
    <Group gap="xs" mt="md">
      {!readsLogs && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFileText size={14} aria-hidden />}
          onClick={() => change({ tab: "run", view: "logs", run: run.runId })}
        >
          {m.pipelines_view_logs()}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRepeat size={14} aria-hidden />}
        loading={rerun.isPending}
        disabled={dag.source === "mirror"}
        onClick={() => rerun.mutate(run.runId, { onSuccess: () => change({ run: undefined }) })}
      >
        {m.pipelines_rerun_with_same_conf()}
      </Button>
      {run.state === "queued" && (
        <StopButton dag={dag} runId={run.runId} size="xs">
          {m.pipelines_cancel_this_run()}
        </StopButton>
      )}
    </Group>
  );
}
