import { Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { m } from "@/paraglide/messages";
import { count } from "@/shared/format/numbers";
import { type ListedRows, MAX_FILE_ROWS } from "./allPages";
import type { DataColumn, DataColumns } from "./columns";
import classes from "./DataTable.module.css";
import { FileNote } from "./FileNote";
import { useHiddenColumns } from "./hiddenColumns";
import { filtered, nextOrder, type Order, type Sorting, sorted } from "./rows";
import { TableFrame } from "./TableFrame";
import { TableTools } from "./TableTools";
import { type FileColumn, useFile } from "./useFile";

type Props<Row> = {
  /** The name of the table for the ear, and for the memory of its hidden columns. */
  label: string;
  id: string;
  caption?: ReactNode;
  /** In pixels; a narrower screen scrolls the table. */
  minWidth: number;
  /** The first one names the row, and is always shown. */
  columns: DataColumns<Row>;
  /** Those that only the file has. */
  fileColumns?: FileColumn<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Without the extension; the file has all columns and the rows that match. Without it there is none. */
  fileName?: string;
  /** Whether these are a page of more rows: an order or a filter of one page would mislead. */
  isPage?: boolean;
  /** The order that the server has given the rows of all pages. */
  sorting?: Sorting;
  /** Reads the rows of all pages, for the file. */
  readAll?: () => Promise<ListedRows<Row>>;
  /** Rows that count no more. */
  isMuted?: (row: Row) => boolean;
  /** What stands below a row. */
  detailOf?: (row: Row) => { id: string; content: ReactNode } | null;
};

/** A table that is sorted by a click on a heading, filtered by a text, and saved as CSV; its columns can be hidden. */
export function DataTable<Row extends object>({ label, id, columns, rows, keyOf, ...props }: Props<Row>) {
  const {
    caption,
    minWidth,
    fileColumns = [],
    fileName,
    isPage = false,
    sorting,
    readAll,
    isMuted,
    detailOf,
  } = props;
  const [ownOrder, setOwnOrder] = useState<Order>();
  const [filter, setFilter] = useState("");
  const { hidden, show } = useHiddenColumns(id);
  const file = useFile({ name: fileName ?? id, columns: [...columns, ...fileColumns], keyOf });
  const shown = isPage ? rows : sorted(filtered(rows, columns, filter), columns, ownOrder);
  const order = (isPage ? undefined : ownOrder) ?? sorting?.order;

  const sort = (column: DataColumn<Row>, next: Order) => {
    const isOfServer = sorting?.columns.includes(column.id) ?? false;
    setOwnOrder(isOfServer ? undefined : next);
    if (isOfServer) sorting?.onOrder(next);
  };
  const headOf = (column: DataColumn<Row>) => {
    const isSorted = column.value && (!isPage || sorting?.columns.includes(column.id));
    if (!isSorted) return { content: column.name };
    const direction = order?.column === column.id ? order.direction : undefined;
    return {
      order: direction,
      content: (
        <button
          type="button"
          className={classes.sort}
          onClick={() => sort(column, nextOrder(rows, column, direction))}
        >
          {column.name}
          <span aria-hidden>{direction && (direction === "ascending" ? " ▲" : " ▼")}</span>
        </button>
      ),
    };
  };
  const save = () => {
    if (isPage && readAll) void file.saveAll(readAll);
    else file.save(shown);
  };

  return (
    <>
      <TableTools
        columns={columns.slice(1).map((column) => ({ id: column.id, name: nameOf(column) }))}
        hidden={hidden}
        onShow={show}
        onSave={fileName === undefined ? undefined : save}
        isSaving={file.saving.isSaving}
      >
        {isPage ? (
          <Text size="xs" c="dimmed" flex={1} miw={200}>
            {pageWords(sorting !== undefined, fileName && (readAll ? "all" : "page"))}
          </Text>
        ) : (
          <TextInput
            type="search"
            size="xs"
            leftSection={<IconSearch size={14} aria-hidden />}
            placeholder={m.shared_table_filter()}
            aria-label={m.shared_table_filter_label()}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        )}
      </TableTools>
      <FileNote saving={file.saving} />
      <TableFrame
        label={label}
        caption={caption}
        minWidth={minWidth}
        columns={columns.filter((column, place) => place === 0 || !hidden.includes(column.id))}
        rows={shown}
        keyOf={keyOf}
        headOf={headOf}
        isMuted={isMuted}
        detailOf={detailOf}
      />
      {shown.length === 0 && rows.length > 0 && (
        <Text size="sm" c="dimmed" role="status">
          {m.shared_table_no_row_matches({ filter })}
        </Text>
      )}
    </>
  );
}

/** What the order and the file of a page of more rows are of. */
function pageWords(isSorted: boolean, file: "all" | "page" | "" | undefined): string {
  const order = isSorted ? m.shared_table_sorts_all_pages() : m.shared_table_order_is_fixed();
  const files = {
    all: m.shared_table_file_of_all({ most: count(MAX_FILE_ROWS) }),
    page: m.shared_table_file_of_page(),
  };
  return [m.shared_table_is_page(), order, file && files[file]].filter(Boolean).join(" ");
}

function nameOf<Row>({ name, label, id }: DataColumn<Row>): string {
  return label ?? (typeof name === "string" ? name : id);
}
