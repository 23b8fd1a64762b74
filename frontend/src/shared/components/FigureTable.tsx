import { Table } from "@mantine/core";
import type { ReactNode } from "react";

export type Column<Row> = {
  name: string;
  /** Words stand at the left, figures at the right. */
  isWords?: boolean;
  of: (row: Row) => ReactNode;
};

type Props<Row> = {
  caption: ReactNode;
  /** In pixels; a narrower screen scrolls the table. */
  minWidth: number;
  /** The first one names the row. */
  columns: [Column<Row>, ...Column<Row>[]];
  rows: Row[];
  keyOf: (row: Row) => string;
};

/** A table of figures with its caption below. */
export function FigureTable<Row>({ caption, minWidth, columns, rows, keyOf }: Props<Row>) {
  const [first, ...others] = columns;
  return (
    <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table captionSide="bottom">
        <Table.Caption ta="left">{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{first.name}</Table.Th>
            {others.map(({ name, isWords }) => (
              <Table.Th key={name} scope="col" ta={isWords ? "left" : "right"}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              <Table.Th scope="row">{first.of(row)}</Table.Th>
              {others.map(({ name, isWords, of }) => (
                <Table.Td key={name} ta={isWords ? "left" : "right"}>
                  {of(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
