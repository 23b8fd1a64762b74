import { Table, Text } from "@mantine/core";
import {
  type ColumnVisibilityState,
  columnFilteringFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  filterFn_includesString,
  globalFilteringFeature,
  rowSortingFeature,
  type SortingState,
  sortFns,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo, useState } from "react";
import { m } from "@/paraglide/messages";
import { csvOf, download } from "@/shared/csv";
import classes from "./DataTable.module.css";
import { hiddenColumns, keepHiddenColumns } from "./hiddenColumns";
import { TableTools } from "./TableTools";

/** What a cell is sorted and filtered by, and what the file holds. */
type Value = string | number | null | undefined;

export type DataColumn<Row> = {
  /** The name in the file and in the browser's memory of hidden columns. */
  id: string;
  name: ReactNode;
  /** In words, where `name` is none or is empty. */
  label?: string;
  /** Words stand at the left, figures at the right. */
  isWords?: boolean;
  of: (row: Row) => ReactNode;
  /** Missing for columns without a value, such as one of buttons. */
  value?: (row: Row) => Value;
};

type Props<Row> = {
  /** The name of the table for the ear, and for the memory of its hidden columns. */
  label: string;
  id: string;
  caption?: ReactNode;
  /** In pixels; a narrower screen scrolls the table. */
  minWidth: number;
  /** The first one names the row, and is always shown. */
  columns: [DataColumn<Row>, ...DataColumn<Row>[]];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Without the extension; the file has all columns and the rows that are shown. */
  fileName: string;
  /** Whether these are a page of more rows: an order or a filter of one page would mislead. */
  isPage?: boolean;
};

const MARKS = { asc: " ▲", desc: " ▼" };
const ORDER = { asc: "ascending", desc: "descending" } as const;

/** A table that is sorted by a click on a heading, filtered by a text, and saved as CSV; its columns can be hidden. */
export function DataTable<Row extends object>({ label, id, columns, rows, keyOf, ...props }: Props<Row>) {
  const { caption, minWidth, fileName, isPage = false } = props;
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
    globalFilterFn: filterFn_includesString,
    state: { sorting, columnVisibility: visible, globalFilter: filter },
    onSortingChange: setSorting,
  });
  const shown = table.getRowModel().rows;
  const byId = new Map(columns.map((column) => [column.id, column]));

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
    const cells = shown.map((row) => saved.map((column) => column.value?.(row.original)));
    download(
      `${fileName}.csv`,
      csvOf(
        saved.map((column) => column.id),
        cells,
      ),
    );
  };

  return (
    <>
      <TableTools
        filter={isPage ? undefined : filter}
        onFilter={setFilter}
        columns={columns.slice(1).map((column) => ({ id: column.id, name: nameOf(column) }))}
        isShown={(column) => visible[column] !== false}
        onShow={show}
        onSave={save}
      />
      <Table.ScrollContainer minWidth={minWidth} type="native" tabIndex={0} role="region" aria-label={label}>
        <Table verticalSpacing={6} horizontalSpacing={8} highlightOnHover captionSide="bottom">
          {caption && <Table.Caption ta="left">{caption}</Table.Caption>}
          <Table.Thead>
            <Table.Tr>
              {table.getFlatHeaders().map((header) => {
                const column = byId.get(header.column.id);
                if (column === undefined) return null;
                const sorted = header.column.getIsSorted();
                const sortable = header.column.getCanSort();
                return (
                  <Table.Th
                    key={header.id}
                    scope="col"
                    ta={alignment(column, columns[0])}
                    aria-sort={sortable && sorted ? ORDER[sorted] : undefined}
                  >
                    {sortable ? (
                      <button
                        type="button"
                        className={classes.sort}
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        {column.name}
                        <span aria-hidden>{sorted ? MARKS[sorted] : ""}</span>
                      </button>
                    ) : (
                      column.name
                    )}
                  </Table.Th>
                );
              })}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="figures">
            {shown.map((row) => (
              <Table.Tr key={row.id}>
                {row.getVisibleCells().map((cell) => {
                  const column = byId.get(cell.column.id);
                  if (column === undefined) return null;
                  const isName = column === columns[0];
                  const Cell = isName ? Table.Th : Table.Td;
                  return (
                    <Cell
                      key={cell.id}
                      scope={isName ? "row" : undefined}
                      fw="normal"
                      ta={alignment(column, columns[0])}
                    >
                      {column.of(row.original)}
                    </Cell>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
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
  sortFns,
});

function definitionsOf<Row extends object>(columns: DataColumn<Row>[], isPage: boolean) {
  const helper = createColumnHelper<typeof features, Row>();
  return helper.columns(
    columns.map(({ id, value }) =>
      helper.accessor((row) => value?.(row) ?? undefined, {
        id,
        enableSorting: value !== undefined && !isPage,
        // A value that is missing stands last in both directions.
        sortUndefined: "last",
      }),
    ),
  );
}

function alignment<Row>(column: DataColumn<Row>, first: DataColumn<Row>): "left" | "right" {
  return column.isWords || column === first ? "left" : "right";
}

function nameOf<Row>({ name, label, id }: DataColumn<Row>): string {
  return label ?? (typeof name === "string" ? name : id);
}
