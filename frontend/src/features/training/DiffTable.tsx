import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import type { Draft } from "@/shared/form/draft";
import { labelAt } from "@/shared/form/rules";
import { wordsFor } from "@/shared/format/words";
import { differences, valueAt } from "@/shared/json";

type Side = { name: string; config: Draft };

/** The differences of two configurations, field by field. */
export function DiffTable(props: { schema: Draft; caption: string; before: Side; after: Side }) {
  const { schema, caption, before, after } = props;
  const paths = differences(before.config, after.config);
  if (paths.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.training_and_are_the_same({ name: before.name, name2: after.name })}
      </Text>
    );
  }
  return (
    <FigureTable<string>
      caption={caption}
      minWidth={300}
      rows={paths}
      keyOf={(path) => path}
      columns={[
        { name: m.training_field(), of: (path) => labelAt(schema, path) },
        {
          name: before.name,
          isWords: true,
          of: (path) => (
            <Text inherit c="dimmed">
              {wordsFor(valueAt(before.config, path))}
            </Text>
          ),
        },
        {
          name: after.name,
          isWords: true,
          of: (path) => (
            <Text inherit fw={600}>
              {wordsFor(valueAt(after.config, path))}
            </Text>
          ),
        },
      ]}
    />
  );
}
