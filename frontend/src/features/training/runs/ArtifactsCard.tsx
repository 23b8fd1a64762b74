import { Card, Skeleton, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { Pager } from "@/shared/components/Pager";
import { isActive, type Run, useArtifacts } from "../runQueries";
import { ArtifactsTable } from "./ArtifactsTable";

/** The artifacts of a run by ticker: errors, plots and files. */
export function ArtifactsCard({ run }: { run: Run }) {
  const [page, setPage] = useState(1);
  const artifacts = useArtifacts(run, page);
  return (
    <Card component="section" aria-label={m.training_artifacts()}>
      <Title order={2} size="h4">
        {m.training_artifacts()}
      </Title>
      <Loaded query={artifacts} what={m.training_the_artifacts()} skeleton={<Skeleton height={160} />}>
        {({ tickerArtifacts, meta }) =>
          meta.total === 0 ? (
            <Empty title={m.training_no_results_yet()}>
              {isActive(run)
                ? m.training_each_ticker_appears_once_its_models()
                : m.training_the_run_has_ended_before_its()}
            </Empty>
          ) : (
            <>
              <ArtifactsTable
                runId={run.runId}
                rows={tickerArtifacts}
                isPage={meta.total > tickerArtifacts.length}
                onRenew={() => void artifacts.refetch()}
              />
              <Pager noun="ticker" meta={meta} rows={tickerArtifacts.length} onChange={setPage} />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}
