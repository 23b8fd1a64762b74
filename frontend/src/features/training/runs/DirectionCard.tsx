import { Card, Table, Title } from "@mantine/core";
import { count, percent, skill } from "@/shared/format/numbers";
import type { Run } from "../runQueries";

const HORIZONS = ["7d", "15d", "30d"] as const;

/** The scores of the probabilities of a rise, of a run of the target direction, beside the base rate. */
export function DirectionCard({ run: { direction } }: { run: Run }) {
  const rows = HORIZONS.flatMap((horizon) => {
    const score = direction[horizon];
    return score ? [{ horizon, ...score }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Card component="section" aria-label="Direction">
      <Title order={2} size="h4">
        Direction
      </Title>
      <Table.ScrollContainer minWidth={640} type="native">
        <Table captionSide="bottom">
          <Table.Caption ta="left">
            The probability of a rise, on the test part. Base rate: the share of rises before it. Skill: 1 −
            Brier score / that of the base rate; 0 or less means no better than the base rate.
          </Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Horizon</Table.Th>
              <Table.Th ta="right">Brier</Table.Th>
              <Table.Th ta="right">Base rate&apos;s</Table.Th>
              <Table.Th ta="right">Skill</Table.Th>
              <Table.Th ta="right">Log loss</Table.Th>
              <Table.Th ta="right">Base rate&apos;s</Table.Th>
              <Table.Th ta="right">Hit rate</Table.Th>
              <Table.Th ta="right">Forecasts</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figures">
            {rows.map((row) => (
              <Table.Tr key={row.horizon}>
                <Table.Th scope="row">{row.horizon.toUpperCase()}</Table.Th>
                <Table.Td ta="right">{row.brier.toFixed(4)}</Table.Td>
                <Table.Td ta="right">{row.baseBrier.toFixed(4)}</Table.Td>
                <Table.Td ta="right">{skill(1 - row.brier / row.baseBrier)}</Table.Td>
                <Table.Td ta="right">{row.logLoss.toFixed(4)}</Table.Td>
                <Table.Td ta="right">{row.baseLogLoss.toFixed(4)}</Table.Td>
                <Table.Td ta="right">{percent(row.hitRate * 100)}</Table.Td>
                <Table.Td ta="right">{count(row.testRows)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
