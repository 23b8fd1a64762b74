import { Code } from "@mantine/core";
import type { Dag } from "../dags";

/** The schedule of a DAG as text, with its cron expression. */
export function ScheduleLine({ dag }: { dag: Dag }) {
  if (dag.trigger === "prices") return <>{dag.scheduleLabel ?? "After each crawl that loads new prices"}</>;
  return (
    <>
      <Code>{dag.scheduleCron}</Code> {dag.scheduleLabel}
    </>
  );
}
