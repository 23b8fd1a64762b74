import { Card, Skeleton, Table, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { Pager } from "@/shared/components/Pager";
import { isActive, type Run, useArtifacts } from "../runQueries";
import { ArtifactsRow } from "./ArtifactsRow";

/** The artifacts of a run by ticker: errors, plots and files. */
export function ArtifactsCard({ run }: { run: Run }) {
  const [page, setPage] = useState(1);
  const [shown, setShown] = useState<string | null>(null);
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
              <Table.ScrollContainer minWidth={640} type="native">
                <Table captionSide="bottom">
                  <Table.Caption ta="left">{m.training_mape_of_the_model_mape_of()}</Table.Caption>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{m.training_ticker()}</Table.Th>
                      {["7D", "15D", "30D"].map((horizon) => (
                        <Table.Th key={horizon}>{m.training_mape_naive_skill({ horizon })}</Table.Th>
                      ))}
                      <Table.Th>{m.training_stored()}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {tickerArtifacts.map((artifact) => (
                      <ArtifactsRow
                        key={artifact.ticker}
                        artifacts={artifact}
                        isShown={artifact.ticker === shown}
                        onToggle={() => setShown(artifact.ticker === shown ? null : artifact.ticker)}
                        onRenew={() => void artifacts.refetch()}
                      />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              <Pager noun="ticker" meta={meta} rows={tickerArtifacts.length} onChange={setPage} />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}
