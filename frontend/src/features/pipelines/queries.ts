import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { $api, api, given } from "@/api/client";
import { allPages } from "@/shared/table/allPages";
import { type Dag, isActive, isBusy } from "./dags";
import type { PipelineSearch } from "./search";

/** Intervals of polling: during an active run, and at rest, when schedules and other users change data. */
const WATCHED_MS = 2500;
const AT_REST_MS = 20_000;

export const PAGE_SIZE = 10;
/** The API's maximum of runs a page. */
const MAX_RUNS_A_PAGE = 100;
/** The page size of the Gantt chart, the API's maximum. */
export const MAX_TASKS = 500;
/** The page size of the open alerts, of which there are few. */
const MAX_ALERTS = 20;

const RUNS = "/api/v1/pipeline/dags/{dagId}/runs";

export const dagsQuery = $api.queryOptions("get", "/api/v1/pipeline/dags");

export function dagQuery(dagId: string) {
  return $api.queryOptions("get", "/api/v1/pipeline/dags/{dagId}", { params: { path: { dagId } } });
}

export function runQuery(dagId: string, runId: string) {
  return $api.queryOptions("get", "/api/v1/pipeline/runs/{runId}", {
    params: { path: { runId }, query: { dagId } },
  });
}

/** The catalog, which shows first that a run has started or ended. */
export function useDags() {
  return $api.useQuery("get", "/api/v1/pipeline/dags", undefined, {
    refetchInterval: (query) => (query.state.data?.some(isBusy) ? WATCHED_MS : AT_REST_MS),
  });
}

/**
 * A DAG with its settings; fields that the catalog has too come from the catalog, so that both sides agree.
 *
 * @param awaited whether Airflow has not applied a change of its settings yet.
 */
export function useDag(dag: Dag, awaited: boolean) {
  const query = $api.useQuery(
    "get",
    "/api/v1/pipeline/dags/{dagId}",
    { params: { path: { dagId: dag.dagId } } },
    { refetchInterval: awaited ? WATCHED_MS : AT_REST_MS },
  );
  return { ...query, data: query.data && { ...query.data, ...dag } };
}

/** The open alerts, the newest first. */
export function useOpenAlerts() {
  return $api.useQuery(
    "get",
    "/api/v1/alerts",
    { params: { query: { state: "open", pageSize: MAX_ALERTS } } },
    { refetchInterval: AT_REST_MS },
  );
}

/** One run, polled until it has ended. */
export function useRun(dagId: string, runId: string) {
  return $api.useQuery(
    "get",
    "/api/v1/pipeline/runs/{runId}",
    { params: { path: { runId }, query: { dagId } } },
    { refetchInterval: (query) => (isActive(query.state.data?.state) ? WATCHED_MS : false) },
  );
}

/** The run that Stop Active Run stops: the newest running one; others may be queued behind it. */
export function useRunningRun(dag: Dag): string | null {
  const isLast = dag.lastRunState === "running";
  const { data } = $api.useQuery(
    "get",
    "/api/v1/pipeline/dags/{dagId}/runs",
    { params: { path: { dagId: dag.dagId }, query: { state: "running", pageSize: 1 } } },
    { enabled: dag.isRunning && !isLast, refetchInterval: WATCHED_MS },
  );
  if (isLast) return dag.lastRunId;
  return dag.isRunning ? (data?.data[0]?.runId ?? null) : null;
}

/** A page of the history; the previous page stays on the screen until the next is loaded. */
export function useRuns(dag: Dag, { page = 1, ...search }: PipelineSearch) {
  return $api.useQuery(
    "get",
    RUNS,
    {
      params: {
        path: { dagId: dag.dagId },
        query: { page, pageSize: PAGE_SIZE, ...runsWanted(search) },
      },
    },
    { refetchInterval: isBusy(dag) ? WATCHED_MS : AT_REST_MS, placeholderData: keepPreviousData },
  );
}

/** All runs of a DAG that match. */
export function allRuns({ dagId }: Dag, search: PipelineSearch) {
  const read = async (page: { page: number; pageSize: number }) => {
    const params = { path: { dagId }, query: { ...runsWanted(search), ...page } };
    return given(await api.GET(RUNS, { params }));
  };
  return allPages(read, { pageSize: MAX_RUNS_A_PAGE });
}

function runsWanted({ state, from, to, q }: PipelineSearch) {
  return {
    ...(state ? { state } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(q ? { searchRunId: q } : {}),
  };
}

/** The tasks of a run and their order. */
export function useGraph(dagId: string, runId: string, active: boolean) {
  const query = $api.useQuery(
    "get",
    "/api/v1/pipeline/runs/{runId}/graph",
    { params: { path: { runId }, query: { dagId } } },
    { refetchInterval: active ? WATCHED_MS : false, staleTime: 0 },
  );
  useLastLook(active, query.refetch);
  return query;
}

/** The start and end of each task of a run. */
export function useGantt(dagId: string, runId: string, active: boolean) {
  const query = $api.useQuery(
    "get",
    "/api/v1/pipeline/runs/{runId}/gantt",
    { params: { path: { runId }, query: { dagId, pageSize: MAX_TASKS } } },
    { refetchInterval: active ? WATCHED_MS : false, staleTime: 0 },
  );
  useLastLook(active, query.refetch);
  return query;
}

/** Refetch once when a run has ended: the last answer may precede its last tasks. */
function useLastLook(active: boolean, refetch: () => unknown) {
  const wasActive = useRef(active);
  useEffect(() => {
    if (wasActive.current && !active) void refetch();
    wasActive.current = active;
  }, [active, refetch]);
}
