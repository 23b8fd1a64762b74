import type { Schemas } from "@/api/client";
import type { Dag, DagDetail, Run, RunPage } from "./dags";
import type { GanttTask } from "./runs/tasks";

/** Answers of the API, for tests. */

export const RUN_ID = "manual__2026-11-20T10:00:00+00:00";

export const CRAWLER: DagDetail = {
  dagId: "vn30_data_crawler",
  name: "VN30 data crawler",
  description: "Crawls, validates and stores the daily prices of the VN30",
  status: "active",
  trigger: "cron",
  scheduleCron: "0 17 * * *",
  scheduleLabel: "At 17:00 on HOSE sessions",
  nextRunAt: "2026-11-23T10:00:00Z",
  lastRunId: RUN_ID,
  lastRunAt: "2026-11-20T10:00:01Z",
  lastRunState: "success",
  isRunning: false,
  source: "airflow",
  owner: "vn30",
  tags: ["prices", "vn30"],
  timezone: "Asia/Ho_Chi_Minh",
  catchup: false,
  maxActiveRuns: 1,
  retries: 4,
  retryDelayMinutes: 0.1,
};

export const TRAINING: DagDetail = {
  ...CRAWLER,
  dagId: "vn30_model_training",
  name: "VN30 model training",
  description: null,
  scheduleCron: "0 18 * * *",
  promotion: "newest",
  promotionEvidence: "live",
  promotionSessions: 60,
  lastRunId: null,
  lastRunAt: null,
  lastRunState: null,
};

export const LAKE: DagDetail = {
  ...TRAINING,
  promotion: null,
  promotionEvidence: null,
  promotionSessions: null,
  dagId: "vn30_lake",
  name: "VN30 lake",
  trigger: "prices",
  scheduleCron: "30 18 * * *",
  scheduleLabel: "Asset or by backfill",
  nextRunAt: null,
};

export const RUN: Run = {
  runId: RUN_ID,
  dagId: CRAWLER.dagId,
  state: "success",
  triggeredBy: "ds1",
  runAfter: "2026-11-20T10:00:00Z",
  start: "2026-11-20T10:00:01Z",
  end: "2026-11-20T10:01:31Z",
  durationSeconds: 90,
  conf: { tickers: ["FPT"] },
  source: "airflow",
};

export function task(part: Partial<GanttTask> = {}): GanttTask {
  return {
    taskId: "load",
    label: "load",
    ticker: "FPT",
    mapIndex: 0,
    start: "2026-11-20T10:00:11Z",
    end: "2026-11-20T10:00:14Z",
    state: "success",
    tryNumber: 1,
    ...part,
  };
}

export function runPage(runs: Run[], total = runs.length, page = 1): RunPage {
  const data = runs.map(({ conf, source, ...row }) => row);
  return { data, meta: { page, pageSize: 10, total, source: "airflow" } };
}

/** The catalog's part of DAGs. */
export function catalog(...dags: DagDetail[]): Dag[] {
  return dags.map(
    ({ owner, tags, timezone, catchup, maxActiveRuns, retries, retryDelayMinutes, ...dag }) => dag,
  );
}

export const GRAPH: Schemas["RunGraph"] = {
  nodes: [
    { id: "load", label: "load", state: "running", isMapped: true, counts: { success: 1, running: 1 } },
    { id: "plan", label: "plan", state: "success", isMapped: false, counts: { success: 1 } },
  ],
  edges: [{ from: "plan", to: "load" }],
  source: "airflow",
};

export const ALERT: Schemas["Alert"] = {
  id: 7,
  kind: "failure",
  state: "open",
  subject: CRAWLER.dagId,
  title: "vn30_data_crawler failed: FPT, HPG",
  details: ["load FPT, load HPG: the source does not answer"],
  members: ["FPT", "HPG"],
  remedy: "Clear the failed tasks.",
  session: "2026-11-20",
  dagId: CRAWLER.dagId,
  runId: RUN_ID,
  firstSeen: "2026-11-20T10:04:11Z",
  lastSeen: "2026-11-20T10:04:11Z",
  times: 1,
  resolvedAt: null,
  resolution: null,
  sentAt: null,
  channels: [],
  isWaiting: true,
  error: null,
};
