import { Code } from "@mantine/core";
import type { Dag } from "./runs";

/** When a DAG runs: its cron expression and the same in words. */
export function ScheduleLine({ dag }: { dag: Dag }) {
  if (dag.trigger === "prices") return <>{dag.scheduleLabel ?? "Whenever new prices have arrived"}</>;
  return (
    <>
      <Code>{dag.scheduleCron}</Code> {dag.scheduleLabel}
    </>
  );
}
