import { useCallback, useState } from "react";
import { api, given, type Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { type LogLine, LogView } from "@/shared/components/LogView";
import { Notice } from "@/shared/components/Notice";
import { useLog } from "@/shared/hooks/useLog";
import { type LogFilter, LogFilters } from "./LogFilters";

type Entry = Schemas["RunLogs"]["entries"][number];

/** Logs: the lines of the tasks of a run by stage, symbol and level, followed while it runs. */
export function RunLogs({ dagId, runId }: { dagId: string; runId: string }) {
  const [source, setSource] = useState<Schemas["RunLogs"]["source"]>("airflow");
  const [{ taskId, ticker, level }, setFilter] = useState<LogFilter>({});
  const read = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const page = given(
        await api.GET("/api/v1/pipeline/runs/{runId}/logs", {
          params: {
            path: { runId },
            query: {
              dagId,
              limit: 1000,
              ...(cursor ? { cursor } : {}),
              ...(taskId ? { taskId } : {}),
              ...(ticker ? { ticker } : {}),
              ...(level ? { level } : {}),
            },
          },
          signal,
        }),
      );
      setSource(page.source);
      return { ...page, entries: page.entries.filter(says).map(lineOf) };
    },
    [dagId, runId, taskId, ticker, level],
  );
  const log = useLog<LogLine>(read);
  return (
    <>
      <LogFilters dagId={dagId} runId={runId} filter={{ taskId, ticker, level }} onChange={setFilter} />
      {source === "mirror" && (
        <Notice py="xs" mb="xs" role="status">
          {m.pipelines_airflow_does_not_answer_until_it()}
        </Notice>
      )}
      <LogView log={log} label={m.pipelines_log_of({ runId })} height={480} />
    </>
  );
}

// Airflow's log folds the lines between these marks; this view does not fold.
const GROUP = /^::group::/;
const END_OF_GROUP = "::endgroup::";

function says({ message }: Entry): boolean {
  return message !== END_OF_GROUP;
}

function lineOf({ timestamp, level, message, taskId, ticker }: Entry): LogLine {
  const words = message.replace(GROUP, "");
  return { timestamp, level, message: words, label: ticker === null ? taskId : `${taskId} ${ticker}` };
}
