import type { Schemas } from "@/api/client";

export type Dag = Schemas["Dag"];
export type DagDetail = Schemas["DagDetail"];
export type Run = Schemas["RunDetail"];
export type RunPage = Schemas["RunPage"];

/** Whether a run may still change: it waits or runs. */
export function isActive(state: string | null | undefined): boolean {
  return state === "queued" || state === "running";
}

/** Whether a DAG has a run that may still change. */
export function isBusy(dag: Dag): boolean {
  return dag.isRunning || isActive(dag.lastRunState);
}

/** Who or what has started a run, in words. */
export function triggeredBy(by: string): string {
  return TRIGGERS[by] ?? by;
}

const TRIGGERS: Record<string, string> = {
  schedule: "Schedule",
  asset: "New prices",
  backfill: "Backfill",
  dag: "Another DAG",
  airflow: "Airflow",
};

/** `Showing 1–10 of 26 runs` */
export function showing({ page, pageSize, total }: RunPage["meta"], rows: number): string {
  if (total === 0) return "No runs";
  if (rows === 0) return `${total} ${runsWord(total)}`;
  const first = (page - 1) * pageSize + 1;
  return `Showing ${first}–${first + rows - 1} of ${total} ${runsWord(total)}`;
}

function runsWord(total: number): string {
  return total === 1 ? "run" : "runs";
}
