import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { $api, api, given, type Schemas } from "@/api/client";
import { allPages } from "@/shared/table/allPages";
import type { RunState } from "./search";

export type Run = Schemas["Run"];
export type RunRow = Schemas["TrainingRunRow"];

const RUNS = "/api/v1/experiments/runs";
const ARTIFACTS = "/api/v1/experiments/{runId}/artifacts";
const POLL_MS = 3000;

export const RUNS_A_PAGE = 10;
const TICKERS_A_PAGE = 10;
const MAX_CHOICES = 50;

/** Whether a run has not ended. */
export function isActive({ state }: { state: RunState }): boolean {
  return state === "pending" || state === "running";
}

/** A page of the runs, newest first; polled while one of them is active. */
export function useRuns(page: number, state: RunState | undefined) {
  return $api.useQuery(
    "get",
    RUNS,
    { params: { query: { page, pageSize: RUNS_A_PAGE, ...(state ? { state } : {}) } } },
    {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state: { data } }) => (data?.data.some(isActive) ? POLL_MS : false),
    },
  );
}

/** One run, polled while it is active. */
export function useRun(runId: string) {
  return $api.useQuery(
    "get",
    "/api/v1/experiments/{runId}",
    { params: { path: { runId } } },
    { refetchInterval: ({ state: { data } }) => (data && isActive(data) ? POLL_MS : false) },
  );
}

/** The newest runs that have succeeded, to choose one from. */
export function useSuccessfulRuns() {
  return $api.useQuery("get", RUNS, {
    params: { query: { page: 1, pageSize: MAX_CHOICES, state: "success" } },
  });
}

/** An ended run beside another one, or the run before it. */
export function useComparison(runId: string, otherRunId: string | undefined) {
  return $api.useQuery("get", "/api/v1/experiments/{runId}/comparison", {
    params: { path: { runId }, query: otherRunId === undefined ? {} : { otherRunId } },
  });
}

/** A page of the artifacts of a run by ticker, polled while the run publishes. */
export function useArtifacts({ runId, state, tickersDone }: Run, page: number) {
  const client = useQueryClient();
  // The run is polled: each published ticker, and the end of the run, are reasons to refetch.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are the reason, not an input
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ["get", ARTIFACTS] });
  }, [client, state, tickersDone]);
  return $api.useQuery(
    "get",
    ARTIFACTS,
    { params: { path: { runId }, query: { page, pageSize: TICKERS_A_PAGE } } },
    { placeholderData: keepPreviousData },
  );
}

/** The errors of all tickers of a run. */
export function allArtifacts(runId: string) {
  return allPages(async (query) => {
    const { tickerArtifacts, meta } = given(await api.GET(ARTIFACTS, { params: { path: { runId }, query } }));
    return { data: tickerArtifacts, meta };
  });
}

export function useStartRun() {
  const refresh = useRefreshRuns();
  return $api.useMutation("post", "/api/v1/experiments/run", { onSettled: refresh });
}

export function useCancelRun() {
  const refresh = useRefreshRuns();
  return $api.useMutation("post", "/api/v1/experiments/{runId}/cancel", { onSettled: refresh });
}

function useRefreshRuns() {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["get", RUNS] }),
      client.invalidateQueries({ queryKey: ["get", "/api/v1/experiments/{runId}"] }),
    ]);
  };
}
