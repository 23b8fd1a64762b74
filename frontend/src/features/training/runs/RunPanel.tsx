import { Skeleton, Stack } from "@mantine/core";
import { Loaded } from "@/shared/states";
import { isActive, useRun } from "../runQueries";
import { ArtifactsCard } from "./ArtifactsCard";
import { LogCard } from "./LogCard";
import { ProgressCard } from "./ProgressCard";
import { ScoresCard } from "./ScoresCard";

/** One run: how far it is, its log, what it came to and what it has stored. */
export function RunPanel({ runId }: { runId: string }) {
  const run = useRun(runId);
  return (
    <Loaded query={run} what="The run" skeleton={<Skeleton height={320} />}>
      {(run) => {
        const log = <LogCard key="log" runId={runId} />;
        return (
          <Stack>
            <ProgressCard run={run} />
            {/* What is looked at: the log while it runs, the results afterwards. */}
            {isActive(run) && log}
            <ScoresCard run={run} />
            <ArtifactsCard run={run} />
            {!isActive(run) && log}
          </Stack>
        );
      }}
    </Loaded>
  );
}
