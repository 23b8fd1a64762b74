import { Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { profileName } from "@/shared/format/profiles";
import { fieldName, fieldValue } from "./names";

type Difference = Schemas["Difference"];

/** What a replay has otherwise, one row a recommendation. */
export function DifferenceTable({ differences }: { differences: Difference[] }) {
  if (differences.length === 0)
    return <Text size="sm">{m.recommendations_only_the_wording_of_the_reasons()}</Text>;
  return (
    <FigureTable<[string, Difference[]]>
      label={m.recommendations_differences_scrolls_sideways()}
      minWidth={480}
      rows={byRecommendation(differences)}
      keyOf={([id]) => id}
      columns={[
        { name: m.recommendations_recommendation(), of: ([, fields]) => nameOf(fields) },
        {
          name: m.recommendations_of_record_replayed(),
          isWords: true,
          of: ([, fields]) => fields.map(changeOf).join("; "),
        },
      ]}
    />
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
