import { Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { m } from "@/paraglide/messages";
import { csvOf, download } from "@/shared/csv";
import type { DataColumn, DataColumns } from "./columns";
import classes from "./DataTable.module.css";
import { hiddenColumns, keepHiddenColumns } from "./hiddenColumns";
import { filtered, nextOrder, type Order, sorted } from "./rows";
import { TableFrame } from "./TableFrame";
import { TableTools } from "./TableTools";

type Props<Row> = {
  /** The name of the table for the ear, and for the memory of its hidden columns. */
  label: string;
  id: string;
  caption?: ReactNode;
  /** In pixels; a narrower screen scrolls the table. */
  minWidth: number;
  /** The first one names the row, and is always shown. */
  columns: DataColumns<Row>;
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Without the extension; the file has all columns and the rows that are shown. Without it there is none. */
  fileName?: string;
  /** Whether these are a page of more rows: an order or a filter of one page would mislead. */
  isPage?: boolean;
  /** Rows that count no more. */
  isMuted?: (row: Row) => boolean;
};

/** A table that is sorted by a click on a heading, filtered by a text, and saved as CSV; its columns can be hidden. */
export function DataTable<Row extends object>({ label, id, columns, rows, keyOf, ...props }: Props<Row>) {
  const { caption, minWidth, fileName, isPage = false, isMuted } = props;
  const [order, setOrder] = useState<Order>();
  const [filter, setFilter] = useState("");
  const [hidden, setHidden] = useState(() => hiddenColumns(id));
  const shown = isPage ? rows : sorted(filtered(rows, columns, filter), columns, order);

  const show = (column: string, isShown: boolean) => {
    const next = isShown ? hidden.filter((name) => name !== column) : [...hidden, column];
    setHidden(next);
    keepHiddenColumns(id, next);
  };
  const save = () => {
    const saved = columns.filter((column) => column.value);
    const cells = shown.map((row) => saved.map((column) => column.value?.(row)));
    const names = saved.map((column) => column.id);
    download(`${fileName}.csv`, csvOf(names, cells));
  };
  const headOf = (column: DataColumn<Row>) => {
    if (isPage || column.value === undefined) return { content: column.name };
    const direction = order?.column === column.id ? order.direction : undefined;
    return {
      order: direction,
      content: (
        <button
          type="button"
          className={classes.sort}
          onClick={() => setOrder(nextOrder(rows, column, direction))}
        >
          {column.name}
          <span aria-hidden>{direction && (direction === "ascending" ? " ▲" : " ▼")}</span>
        </button>
      ),
    };
  };

  return (
    <>
      <TableTools
        filter={isPage ? undefined : filter}
        onFilter={setFilter}
        columns={columns.slice(1).map((column) => ({ id: column.id, name: nameOf(column) }))}
        isShown={(column) => !hidden.includes(column)}
        onShow={show}
        onSave={fileName === undefined ? undefined : save}
      />
      <TableFrame
        label={label}
        caption={caption}
        minWidth={minWidth}
        columns={columns.filter((column, place) => place === 0 || !hidden.includes(column.id))}
        rows={shown}
        keyOf={keyOf}
        headOf={headOf}
        isMuted={isMuted}
      />
      {shown.length === 0 && rows.length > 0 && (
        <Text size="sm" c="dimmed" role="status">
          {m.shared_table_no_row_matches({ filter })}
        </Text>
      )}
    </>
  );
}

function nameOf<Row>({ name, label, id }: DataColumn<Row>): string {
  return label ?? (typeof name === "string" ? name : id);
}
