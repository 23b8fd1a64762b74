import { Table } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { inWords } from "@/shared/format/words";

/** What a replay has otherwise, one row a field. */
export function DifferenceTable({ differences }: { differences: Schemas["Difference"][] }) {
  return (
    <Table.ScrollContainer
      minWidth={640}
      type="native"
      tabIndex={0}
      role="region"
      aria-label="Differences, scrolls sideways"
    >
      <Table verticalSpacing={4} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Recommendation</Table.Th>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Of record</Table.Th>
            <Table.Th scope="col">Replayed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map(({ recommendationId, ticker, horizon, profile, field, original, replayed }) => (
            <Table.Tr key={`${recommendationId} ${field}`}>
              <Table.Th scope="row">
                {ticker}, {horizon.toUpperCase()}, {profile}
              </Table.Th>
              <Table.Td>{inWords(field)}</Table.Td>
              <Table.Td>{original ?? "–"}</Table.Td>
              <Table.Td>{replayed ?? "–"}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
