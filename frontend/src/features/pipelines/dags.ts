import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { time } from "@/shared/format/times";

export type Dag = Schemas["Dag"];
export type DagDetail = Schemas["DagDetail"];
export type Run = Schemas["RunDetail"];
export type RunPage = Schemas["RunPage"];

/** Whether a run is queued or running. */
export function isActive(state: string | null | undefined): boolean {
  return state === "queued" || state === "running";
}

/** Whether a DAG has a queued or running run. */
export function isBusy(dag: Dag): boolean {
  return dag.isRunning || isActive(dag.lastRunState);
}

/** The DAGs that new data may trigger in place of a schedule, and when that is. */
export const TRIGGERED_BY_DATA: Readonly<Record<string, string>> = {
  vn30_model_training: m.pipelines_after_each_crawl_that_loads_new(),
  vn30_fundamentals: m.pipelines_after_each_crawl_that_loads_new(),
  vn30_lake: m.pipelines_after_new_prices_and_new_forecasts(),
  vn30_recommendations: m.pipelines_after_new_forecasts(),
};

/** The days on which the schedule of a DAG counts: news are published on all days. */
export function scheduledDays(dagId: string): string {
  return dagId === "vn30_news_crawler"
    ? m.pipelines_on_all_days()
    : m.pipelines_on_sessions_of_the_exchange_only();
}

/** When a DAG runs next. */
export function nextRunInWords(dag: Dag): string {
  if (dag.status === "paused") return m.pipelines_none_while_paused();
  if (dag.trigger === "prices") return TRIGGERED_BY_DATA[dag.dagId] ?? m.pipelines_after_new_data();
  return time(dag.nextRunAt);
}

/** The trigger of a run as text. */
export function triggeredBy(by: string): string {
  return TRIGGERS[by] ?? by;
}

const TRIGGERS: Record<string, string> = {
  schedule: m.pipelines_schedule(),
  asset: m.pipelines_new_prices(),
  backfill: m.pipelines_backfill(),
  dag: m.pipelines_another_dag(),
  airflow: m.pipelines_airflow(),
};
