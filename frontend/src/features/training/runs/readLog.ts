import { api } from "@/api/client";

/** The lines of a run's log after a cursor. */
export async function readLog(runId: string, cursor: string | undefined, signal: AbortSignal) {
  const query = cursor === undefined ? {} : { cursor };
  const { data } = await api.GET("/api/v1/experiments/{runId}/logs/tail", {
    params: { path: { runId }, query },
    signal,
  });
  // What is no success is thrown by the client.
  if (data === undefined) throw new Error("The log has no page here.");
  return data;
}
