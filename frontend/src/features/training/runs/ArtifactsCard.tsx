import { Card, Skeleton, Table, Title } from "@mantine/core";
import { useState } from "react";
import { Empty, Loaded } from "@/shared/states";
import { Pager } from "../Pager";
import { isActive, type Run, useArtifacts } from "../runQueries";
import { ArtifactsRow } from "./ArtifactsRow";

/** What the run has stored, by ticker: errors, plots and files. */
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
            <Empty title="Nothing is published yet">
              {isActive(run)
                ? "Each ticker appears as soon as its models are trained."
                : "The run has ended before its first ticker."}
            </Empty>
          ) : (
            <>
              <Table.ScrollContainer minWidth={640} type="native">
                <Table captionSide="bottom">
                  <Table.Caption ta="left">
                    MAPE beside that of the naive forecast, and the skill, on the test part of each ticker.
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
                    {tickerArtifacts.map((one) => (
                      <ArtifactsRow
                        key={one.ticker}
                        artifacts={one}
                        isShown={one.ticker === shown}
                        onToggle={() => setShown(one.ticker === shown ? null : one.ticker)}
                        onRenew={() => void artifacts.refetch()}
                      />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              <Pager what="tickers" page={page} meta={meta} onChange={setPage} />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}
