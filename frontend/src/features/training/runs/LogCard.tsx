import { Card, Title } from "@mantine/core";
import { useCallback } from "react";
import { m } from "@/paraglide/messages";
import { LogView } from "@/shared/components/LogView";
import { useLog } from "@/shared/hooks/useLog";
import { readLog } from "./readLog";

/** The log of a run, followed until the run has ended. */
export function LogCard({ runId }: { runId: string }) {
  const read = useCallback(
    (cursor: string | undefined, signal: AbortSignal) => readLog(runId, cursor, signal),
    [runId],
  );
  return (
    <Card component="section" aria-label={m.training_log()}>
      <Title order={2} size="h4" mb="sm">
        {m.training_log()}
      </Title>
      <LogView log={useLog(read)} label={m.training_log_of_the_run()} />
    </Card>
  );
}
