import { Card, Skeleton, Table, Title } from "@mantine/core";
import { useState } from "react";
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
    <Card component="section" aria-label="Artifacts">
      <Title order={2} size="h4">
        Artifacts
      </Title>
      <Loaded query={artifacts} what="The artifacts" skeleton={<Skeleton height={160} />}>
        {({ tickerArtifacts, meta }) =>
          meta.total === 0 ? (
            <Empty title="No results yet">
              {isActive(run)
                ? "Each ticker appears once its models are trained."
                : "The run has ended before its first ticker."}
            </Empty>
          ) : (
            <>
              <Table.ScrollContainer minWidth={640} type="native">
                <Table captionSide="bottom">
                  <Table.Caption ta="left">
                    MAPE of the model / MAPE of the naive forecast, and the skill, on the test part of each
                    ticker.
                  </Table.Caption>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Ticker</Table.Th>
                      {["7D", "15D", "30D"].map((horizon) => (
                        <Table.Th key={horizon}>MAPE {horizon} / naive, skill</Table.Th>
                      ))}
                      <Table.Th>Stored</Table.Th>
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
