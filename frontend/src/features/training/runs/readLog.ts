import { api, given } from "@/api/client";

/** The lines of a run's log after a cursor. */
export async function readLog(runId: string, cursor: string | undefined, signal: AbortSignal) {
  const query = cursor === undefined ? {} : { cursor };
  return given(
    await api.GET("/api/v1/experiments/{runId}/logs/tail", {
      params: { path: { runId }, query },
      signal,
    }),
  );
}
