import { Skeleton, Stack } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FeaturesCard } from "@/shared/components/features/FeaturesCard";
import { Loaded } from "@/shared/components/LoadState";
import { isActive, useRun } from "../runQueries";
import { ArtifactsCard } from "./ArtifactsCard";
import { ComparisonCard } from "./ComparisonCard";
import { DirectionCard } from "./DirectionCard";
import { LogCard } from "./LogCard";
import { ProgressCard } from "./ProgressCard";
import { RankerCard } from "./RankerCard";
import { ScoresCard } from "./ScoresCard";

/** One run: progress, log, scores, comparison and artifacts. */
export function RunPanel({ runId }: { runId: string }) {
  const run = useRun(runId);
  return (
    <Loaded query={run} what={m.training_the_run()} skeleton={<Skeleton height={320} />}>
      {(run) => {
        const log = <LogCard key="log" runId={runId} />;
        return (
          <Stack>
            <ProgressCard run={run} />
            {/* The log comes first while the run is active, the results afterwards. */}
            {isActive(run) && log}
            <ScoresCard run={run} />
            <DirectionCard run={run} />
            <RankerCard run={run} />
            {run.state === "success" && <ComparisonCard run={run} />}
            {run.state === "success" && <FeaturesCard runId={run.runId} />}
            <ArtifactsCard run={run} />
            {!isActive(run) && log}
          </Stack>
        );
      }}
    </Loaded>
  );
}
