import { Table, Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { profileName } from "@/shared/format/profiles";
import { fieldName, fieldValue } from "./names";

type Difference = Schemas["Difference"];

/** What a replay has otherwise, one row a recommendation. */
export function DifferenceTable({ differences }: { differences: Difference[] }) {
  if (differences.length === 0)
    return <Text size="sm">{m.recommendations_only_the_wording_of_the_reasons()}</Text>;
  return (
    <Table.ScrollContainer
      minWidth={480}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.recommendations_differences_scrolls_sideways()}
    >
      <Table verticalSpacing={4} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.recommendations_recommendation()}</Table.Th>
            <Table.Th scope="col">{m.recommendations_of_record_replayed()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {byRecommendation(differences).map(([id, fields]) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" style={{ verticalAlign: "top" }}>
                {nameOf(fields)}
              </Table.Th>
              <Table.Td>{fields.map(changeOf).join("; ")}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function byRecommendation(differences: Difference[]): [string, Difference[]][] {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) {
    const { recommendationId } = difference;
    groups.set(recommendationId, [...(groups.get(recommendationId) ?? []), difference]);
  }
  return [...groups];
}

function nameOf([first]: Difference[]): string {
  return first ? `${first.ticker}, ${first.horizon.toUpperCase()}, ${profileName(first.profile)}` : "";
}

function changeOf({ field, original, replayed }: Difference): string {
  return `${fieldName(field)} ${fieldValue(field, original)} → ${fieldValue(field, replayed)}`;
}
