import { Card, Table, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { count, signedWithError } from "@/shared/format/numbers";
import type { Run } from "../runQueries";

const HORIZONS = ["7d", "15d", "30d"] as const;

/** The order of LambdaRank beside that of the pooled model, of a run that compares them. */
export function RankerCard({ run: { lambdaRank } }: { run: Run }) {
  const rows = HORIZONS.flatMap((horizon) => {
    const scores = lambdaRank[horizon];
    return scores ? [{ horizon, ...scores }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Card component="section" aria-label={m.training_lambdarank()}>
      <Title order={2} size="h4">
        {m.training_lambdarank()}
      </Title>
      <Table.ScrollContainer minWidth={560} type="native">
        <Table captionSide="bottom">
          <Table.Caption ta="left">{m.training_research_mean_rank_correlation_of_forecast()}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{m.training_horizon()}</Table.Th>
              <Table.Th ta="right">{m.training_lambdarank()}</Table.Th>
              <Table.Th ta="right">{m.training_pooled_model()}</Table.Th>
              <Table.Th ta="right">{m.training_difference()}</Table.Th>
              <Table.Th ta="right">{m.training_sessions()}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figures">
            {rows.map((row) => (
              <Table.Tr key={row.horizon}>
                <Table.Th scope="row">{row.horizon.toUpperCase()}</Table.Th>
                <Table.Td ta="right">{withError(row.rankIc, row.rankIcError)}</Table.Td>
                <Table.Td ta="right">{withError(row.pooledRankIc, row.pooledRankIcError)}</Table.Td>
                <Table.Td ta="right">{withError(row.gain, row.gainError)}</Table.Td>
                <Table.Td ta="right">{count(row.sessions)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function withError(value: number, error: number): string {
  return signedWithError(value, error, 3);
}
