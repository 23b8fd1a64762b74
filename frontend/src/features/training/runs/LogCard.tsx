import { Card, Title } from "@mantine/core";
import { useCallback } from "react";
import { LogView } from "@/shared/LogView";
import { useLog } from "@/shared/useLog";
import { readLog } from "./readLog";

/** The run's log, followed until the run is over. */
export function LogCard({ runId }: { runId: string }) {
  const read = useCallback(
    (cursor: string | undefined, signal: AbortSignal) => readLog(runId, cursor, signal),
    [runId],
  );
  return (
    <Card component="section" aria-label="Log">
      <Title order={2} size="h4" mb="sm">
        Log
      </Title>
      <LogView log={useLog(read)} label="Log of the run" />
    </Card>
  );
}
