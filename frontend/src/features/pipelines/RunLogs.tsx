import { Alert } from "@mantine/core";
import { useCallback, useState } from "react";
import { api, given, type Schemas } from "@/api/client";
import { type LogLine, LogView } from "@/shared/LogView";
import { useLog } from "@/shared/useLog";

type Entry = Schemas["RunLogs"]["entries"][number];

/** Logs: the lines of all tasks of a run, followed while it runs. */
export function RunLogs({ dagId, runId }: { dagId: string; runId: string }) {
  const [source, setSource] = useState<Schemas["RunLogs"]["source"]>("airflow");
  const read = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const page = given(
        await api.GET("/api/v1/pipeline/runs/{runId}/logs", {
          params: { path: { runId }, query: { dagId, limit: 1000, ...(cursor ? { cursor } : {}) } },
          signal,
        }),
      );
      setSource(page.source);
      return { ...page, entries: page.entries.filter(says).map(lineOf) };
    },
    [dagId, runId],
  );
  const log = useLog<LogLine>(read);
  return (
    <>
      {source === "mirror" && (
        <Alert
          color="yellow"
          py="xs"
          mb="xs"
          role="status"
          styles={{ message: { color: "var(--middling)" } }}
        >
          Airflow does not answer: one line for the end of each task until it does.
        </Alert>
      )}
      <LogView log={log} label={`Log of ${runId}`} height={480} />
    </>
  );
}

// Airflow's own log folds lines between these marks; here they would only be in the way.
const GROUP = /^::group::/;
const END_OF_GROUP = "::endgroup::";

function says({ message }: Entry): boolean {
  return message !== END_OF_GROUP;
}

function lineOf({ timestamp, level, message, taskId, ticker }: Entry): LogLine {
  const words = message.replace(GROUP, "");
  return { timestamp, level, message: words, label: ticker === null ? taskId : `${taskId} ${ticker}` };
}
