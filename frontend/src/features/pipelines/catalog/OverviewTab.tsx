import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { Empty } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { type DagDetail, isActive } from "../dags";
import { RunCard } from "../runs/RunCard";
import classes from "./OverviewTab.module.css";
import { ScheduleLine } from "./ScheduleLine";

/** Overview: the settings of the DAG and its newest run. */
export function OverviewTab({ dag }: { dag: DagDetail }) {
  return (
    <div className={classes.cards}>
      <Card component="section" aria-labelledby="status-and-schedule" shadow="none">
        <Title order={3} size="h5" id="status-and-schedule" mb="sm">
          {m.pipelines_status_schedule()}
        </Title>
        <FactList
          facts={[
            [m.pipelines_state(), <StatePill key="state" state={dag.status} />],
            [m.pipelines_schedule(), <ScheduleLine key="schedule" dag={dag} />],
            [m.pipelines_catchup(), dag.catchup ? m.pipelines_catchup_on() : m.pipelines_catchup_off()],
            [m.pipelines_max_active_runs(), dag.maxActiveRuns],
          ]}
        />
      </Card>
      <Card component="section" aria-labelledby="newest-run" shadow="none">
        <Title order={3} size="h5" id="newest-run" mb="sm">
          {isActive(dag.lastRunState) ? m.pipelines_current_run() : m.pipelines_last_run_2()}
        </Title>
        {dag.lastRunId === null ? (
          <Empty title={m.pipelines_no_run_yet()}>{m.pipelines_trigger_run_starts_the_first_one()}</Empty>
        ) : (
          <RunCard dag={dag} runId={dag.lastRunId} />
        )}
      </Card>
    </div>
  );
}
