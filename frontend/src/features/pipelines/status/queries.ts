import { $api } from "@/api/client";

const HEARTBEATS_MS = 10_000;
const WATCHED_MS = 2500;
const AT_REST_MS = 20_000;

/** The heartbeats of Airflow's processes. */
export function useHeartbeats() {
  return $api.useQuery("get", "/api/v1/operations/heartbeats", undefined, { refetchInterval: HEARTBEATS_MS });
}

/** The age of each data set. */
export function useDatasets() {
  return $api.useQuery("get", "/api/v1/operations/datasets", undefined, { refetchInterval: AT_REST_MS });
}

/** The runs that wait or run, watched while there is one. */
export function useActiveRuns() {
  return $api.useQuery("get", "/api/v1/operations/runs", undefined, {
    refetchInterval: (query) => (query.state.data?.data.length ? WATCHED_MS : AT_REST_MS),
  });
}
