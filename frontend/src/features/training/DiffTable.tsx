import { Table, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
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
    <Table.ScrollContainer minWidth={300} type="native">
      <Table captionSide="top" verticalSpacing={4} layout="fixed">
        <Table.Caption ta="left" mt={0}>
          {caption}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{m.training_field()}</Table.Th>
            <Table.Th>{before.name}</Table.Th>
            <Table.Th>{after.name}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {paths.map((path) => (
            <Table.Tr key={path}>
              <Table.Th scope="row" fw={500}>
                {labelAt(schema, path)}
              </Table.Th>
              <Table.Td c="dimmed">{wordsFor(valueAt(before.config, path))}</Table.Td>
              <Table.Td fw={600}>{wordsFor(valueAt(after.config, path))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
