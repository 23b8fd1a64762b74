import { Code } from "@mantine/core";
import { type Dag, TRIGGERED_BY_DATA } from "../dags";

/** The schedule of a DAG as text, with its cron expression. */
export function ScheduleLine({ dag }: { dag: Dag }) {
  if (dag.trigger === "prices") return <>{TRIGGERED_BY_DATA[dag.dagId] ?? dag.scheduleLabel}</>;
  return (
    <>
      <Code>{dag.scheduleCron}</Code> {dag.scheduleLabel}
    </>
  );
}
