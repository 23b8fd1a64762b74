import { Text } from "@mantine/core";
import {
  type ColumnVisibilityState,
  columnFilteringFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo, useState } from "react";
import { m } from "@/paraglide/messages";
import { csvOf, download } from "@/shared/csv";
import { folded } from "@/shared/folded";
import type { DataColumn, DataColumns, Value } from "./columns";
import classes from "./DataTable.module.css";
import { hiddenColumns, keepHiddenColumns } from "./hiddenColumns";
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

const MARKS = { asc: " ▲", desc: " ▼" };
const ORDER = { asc: "ascending", desc: "descending" } as const;

/** A table that is sorted by a click on a heading, filtered by a text, and saved as CSV; its columns can be hidden. */
export function DataTable<Row extends object>({ label, id, columns, rows, keyOf, ...props }: Props<Row>) {
  const { caption, minWidth, fileName, isPage = false, isMuted } = props;
  const [sorting, setSorting] = useState<SortingState>([]);
  const [filter, setFilter] = useState("");
  const [visible, setVisible] = useState<ColumnVisibilityState>(() =>
    Object.fromEntries(hiddenColumns(id).map((column) => [column, false])),
  );
  const definitions = useMemo(() => definitionsOf(columns, isPage), [columns, isPage]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: keyOf,
    // Rows decide on it, not what the first of them has.
    getColumnCanGlobalFilter: () => true,
    globalFilterFn: (row, column, text: string) => {
      const found = columns.find((one) => one.id === column);
      return found !== undefined && folded(wordsOf(found, row.original)).includes(folded(text).trim());
    },
    state: { sorting, columnVisibility: visible, globalFilter: isPage ? "" : filter },
    onSortingChange: setSorting,
  });
  const shown = table.getRowModel().rows.map((row) => row.original);

  const show = (column: string, isShown: boolean) => {
    const next = { ...visible, [column]: isShown };
    setVisible(next);
    keepHiddenColumns(
      id,
      Object.keys(next).filter((name) => !next[name]),
    );
  };
  const save = () => {
    const saved = columns.filter((column) => column.value);
    const cells = shown.map((row) => saved.map((column) => column.value?.(row)));
    const names = saved.map((column) => column.id);
    download(`${fileName}.csv`, csvOf(names, cells));
  };
  const headOf = ({ id: column, name }: DataColumn<Row>) => {
    const heading = table.getColumn(column);
    const sorted = heading?.getIsSorted();
    if (!heading?.getCanSort()) return { content: name };
    return {
      order: sorted ? ORDER[sorted] : undefined,
      content: (
        <button type="button" className={classes.sort} onClick={heading.getToggleSortingHandler()}>
          {name}
          <span aria-hidden>{sorted ? MARKS[sorted] : ""}</span>
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
        isShown={(column) => visible[column] !== false}
        onShow={show}
        onSave={fileName === undefined ? undefined : save}
      />
      <TableFrame
        label={label}
        caption={caption}
        minWidth={minWidth}
        columns={columns.filter((column, place) => place === 0 || visible[column.id] !== false)}
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

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
});

function definitionsOf<Row extends object>(columns: DataColumn<Row>[], isPage: boolean) {
  const helper = createColumnHelper<typeof features, Row>();
  return helper.columns(
    columns.map(({ id, value }) =>
      helper.accessor((row) => value?.(row) ?? undefined, {
        id,
        enableSorting: value !== undefined && !isPage,
        sortFn: (one, other, column) => compare(one.getValue<Value>(column), other.getValue<Value>(column)),
        // A value that is missing stands last in both directions.
        sortUndefined: "last",
      }),
    ),
  );
}

// Vietnamese texts stand among English ones in both languages; its order is that of English for English texts.
const TEXTS = new Intl.Collator("vi", { numeric: true });

function compare(one: Value, other: Value): number {
  return typeof one === "number" && typeof other === "number"
    ? one - other
    : TEXTS.compare(String(one), String(other));
}

function wordsOf<Row>({ words, value }: DataColumn<Row>, row: Row): string {
  return words?.(row) ?? String(value?.(row) ?? "");
}

function nameOf<Row>({ name, label, id }: DataColumn<Row>): string {
  return label ?? (typeof name === "string" ? name : id);
}
