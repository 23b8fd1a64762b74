import { Card, Title } from "@mantine/core";
import { useCallback } from "react";
import { m } from "@/paraglide/messages";
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
    <Card component="section" aria-label={m.simulations_log()}>
      <Title order={2} size="h4" mb="sm">
        {m.simulations_log()}
      </Title>
      <LogView log={useLog(read)} label={m.simulations_log_of_the_simulation()} />
    </Card>
  );
}
