import { Card, Title } from "@mantine/core";
import { useCallback } from "react";
import { LogView } from "@/shared/components/LogView";
import { useLog } from "@/shared/hooks/useLog";
import { readLog } from "../queries";

/** The log of a batch, followed until it has ended. */
export function LogCard({ batchId }: { batchId: string }) {
  const read = useCallback(
    (cursor: string | undefined, signal: AbortSignal) => readLog(batchId, cursor, signal),
    [batchId],
  );
  return (
    <Card component="section" aria-label="Log">
      <Title order={2} size="h4" mb="sm">
        Log
      </Title>
      <LogView log={useLog(read)} label="Log of the simulation" />
    </Card>
  );
}
