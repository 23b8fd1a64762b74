import { Card, Table, Text, Title } from "@mantine/core";
import { Mape } from "@/shared/components/figures";
import { Pill } from "@/shared/components/Pill";
import { count, percent, share, skill } from "@/shared/format/numbers";
import type { Run } from "../runQueries";

const HORIZONS = ["7d", "15d", "30d"] as const;

/** The scores of a finished run at each horizon, beside the naive forecast. */
export function ScoresCard({ run: { scores } }: { run: Run }) {
  const rows = HORIZONS.flatMap((horizon) => {
    const score = scores[horizon];
    return score ? [{ horizon, ...score }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Card component="section" aria-label="Scores">
      <Title order={2} size="h4">
        Scores
      </Title>
      <Table.ScrollContainer minWidth={900} type="native">
        <Table captionSide="bottom">
          <Table.Caption ta="left">
            All tickers, on the test part; horizons are trading sessions. Naive: the forecast of an unchanged
            price. Skill: 1 − MAE / naive MAE; 0 or less means no better than naive. Calm and volatile: share
            in the interval where the stock's volatility of a month was in the lowest or highest third of its
            last 500 sessions. ± is one standard error.
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Horizon</Table.Th>
              <Table.Th ta="right">MAPE</Table.Th>
              <Table.Th ta="right">Naive MAPE</Table.Th>
              <Table.Th ta="right">Skill</Table.Th>
              <Table.Th>Verdict</Table.Th>
              <Table.Th ta="right">p</Table.Th>
              <Table.Th ta="right">Rank IC</Table.Th>
              <Table.Th ta="right">In 80 % interval</Table.Th>
              <Table.Th ta="right">Calm</Table.Th>
              <Table.Th ta="right">Volatile</Table.Th>
              <Table.Th ta="right">Forecasts</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figures">
            {rows.map((row) => (
              <Table.Tr key={row.horizon}>
                <Table.Th scope="row">{row.horizon.toUpperCase()}</Table.Th>
                <Table.Td ta="right">
                  <Mape value={row.mapePct} />
                </Table.Td>
                <Table.Td ta="right">{percent(row.naiveMapePct)}</Table.Td>
                <Table.Td ta="right">{skill(row.skill)}</Table.Td>
                <Table.Td>
                  <Pill tone={row.verdict === "proven" ? "up" : "quiet"}>{row.verdict}</Pill>
                </Table.Td>
                <Table.Td ta="right">{row.pValue.toFixed(3)}</Table.Td>
                <Table.Td ta="right">{skill(row.rankIc)}</Table.Td>
                <Table.Td ta="right">{share(row.coverage, row.coverageError)}</Table.Td>
                <Table.Td ta="right">{share(row.coverageCalm, row.coverageCalmError)}</Table.Td>
                <Table.Td ta="right">{share(row.coverageVolatile, row.coverageVolatileError)}</Table.Td>
                <Table.Td ta="right">{count(row.testRows)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" mt={4}>
        {count(rows[0]?.tickers)} tickers
      </Text>
    </Card>
  );
}
