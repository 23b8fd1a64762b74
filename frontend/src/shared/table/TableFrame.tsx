import { Table } from "@mantine/core";
import { Fragment, type ReactNode, useId } from "react";
import type { Column } from "./columns";
import classes from "./TableFrame.module.css";

export type Head = { order?: "ascending" | "descending" | undefined; content: ReactNode };

type Props<Row, Of extends Column<Row>> = {
  /** The name of the table for the ear; without it the caption. */
  label?: string | undefined;
  caption?: ReactNode;
  /** In pixels; a narrower screen scrolls the table. */
  minWidth: number;
  /** In pixels; a longer table scrolls below its headings. */
  maxHeight?: number | undefined;
  /** The first one names the row. */
  columns: Of[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** What stands in the heading of a column; without it the name. */
  headOf?: (column: Of) => Head;
  /** Rows that count no more. */
  isMuted?: ((row: Row) => boolean) | undefined;
  /** What stands below a row. */
  detailOf?: ((row: Row) => { id: string; content: ReactNode } | null) | undefined;
};

/** The look of all tables: words at the left, figures at the right, the caption below. */
export function TableFrame<Row, Of extends Column<Row>>({ columns, rows, keyOf, ...props }: Props<Row, Of>) {
  const { label, caption, minWidth, maxHeight, headOf, isMuted, detailOf } = props;
  const captionId = useId();
  const [first, ...others] = columns;
  if (first === undefined) return null;
  const heads = columns.map((column) => ({
    column,
    key: keyOfColumn(column),
    ...(headOf?.(column) ?? { order: undefined, content: column.name }),
  }));
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      type="native"
      tabIndex={0}
      {...(maxHeight === undefined ? {} : { maxHeight })}
      {...(label ? { role: "region", "aria-label": label } : { role: "group", "aria-labelledby": captionId })}
    >
      <Table
        verticalSpacing={6}
        horizontalSpacing={8}
        highlightOnHover
        stickyHeader={maxHeight !== undefined}
        captionSide="bottom"
        className={classes.table}
      >
        {caption && (
          <Table.Caption ta="left" id={captionId}>
            <span className={classes.caption}>{caption}</span>
          </Table.Caption>
        )}
        <Table.Thead>
          <Table.Tr>
            {heads.map(({ column, key, order, content }) => (
              <Table.Th key={key} scope="col" ta={alignment(column, first)} aria-sort={order}>
                {content}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {rows.map((row) => {
            const detail = detailOf?.(row);
            return (
              <Fragment key={keyOf(row)}>
                <Table.Tr {...(isMuted?.(row) ? { c: "dimmed" } : {})}>
                  <Table.Th scope="row" fw="normal">
                    {first.of(row)}
                  </Table.Th>
                  {others.map((column) => (
                    <Table.Td key={keyOfColumn(column)} ta={alignment(column, first)}>
                      {column.of(row)}
                    </Table.Td>
                  ))}
                </Table.Tr>
                {detail && (
                  <Table.Tr id={detail.id}>
                    <Table.Td colSpan={columns.length}>{detail.content}</Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function keyOfColumn<Row>({ name, label, ...column }: Column<Row>): string {
  return "id" in column ? String(column.id) : (label ?? String(name));
}

function alignment<Row>(column: Column<Row>, first: Column<Row>): "left" | "right" {
  return column.isWords || column === first ? "left" : "right";
}
