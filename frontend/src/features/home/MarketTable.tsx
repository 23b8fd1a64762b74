import { Button, Loader } from "@mantine/core";
import { FlexRender, type SortingState, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { messageOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { useQuotes } from "@/shared/hooks/useQuotes";
import { FileNote } from "@/shared/table/FileNote";
import { useHiddenColumns } from "@/shared/table/hiddenColumns";
import { TableTools } from "@/shared/table/TableTools";
import { useFile } from "@/shared/table/useFile";
import { columns, features, HIDEABLE, type MarketRow, shownColumns } from "./columns";
import { FILE_COLUMNS } from "./file";
import { HeaderCell } from "./HeaderCell";
import classes from "./MarketTable.module.css";
import { MarketTableRow } from "./MarketTableRow";
import { wholeMarket } from "./queries";
import { type HomeSearch, SORTS } from "./search";

const ROW_PX = 56;
/** The next page loads when fewer rows than this remain below the visible ones. */
const AHEAD = 60;
/** Quotes are requested for so many rows at once. */
const QUOTED_ROWS = 40;

type MarketTable = {
  rows: MarketRow[];
  total: number;
  search: HomeSearch;
  onSort: (order: Pick<HomeSearch, "sortBy" | "sortDir">) => void;
  query: {
    isPlaceholderData: boolean;
    hasNextPage: boolean;
    isFetching: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
};

/** The market as a scrolling table that renders only its visible rows. */
export function MarketTable({ rows, total, search, onSort, query }: MarketTable) {
  const { sortBy, sortDir } = search;
  const sorting = useMemo<SortingState>(
    () => [sortBy ? { id: sortBy, desc: sortDir !== "asc" } : { id: "symbol", desc: false }],
    [sortBy, sortDir],
  );
  const { hidden, show } = useHiddenColumns("market");
  const visible = useMemo(() => shownColumns(hidden), [hidden]);
  const file = useFile({ name: "market", columns: FILE_COLUMNS, keyOf: ({ symbol }) => symbol });
  const table = useTable({
    features,
    columns: visible,
    data: rows,
    getRowId: (row) => row.symbol,
    manualSorting: true,
    sortDescFirst: true,
    enableMultiSort: false,
    state: { sorting },
    onSortingChange: (update) => {
      const [next] = typeof update === "function" ? update(sorting) : update;
      const by = SORTS.find((sort) => sort === next?.id);
      onSort({ sortBy: by, sortDir: by && !next?.desc ? "asc" : undefined });
    },
  });
  const shown = table.getRowModel().rows;

  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 4,
    useFlushSync: false,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (last?.end ?? 0);

  const quotes = useQuotes(around(shown, items[0]?.index ?? 0, last?.index ?? 0));

  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const wanted = (last?.index ?? 0) > shown.length - AHEAD;
  useEffect(() => {
    if (wanted && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [wanted, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);

  // A new result starts at its first row.
  const asked = JSON.stringify([search.search, search.sector, search.myList, sortBy, sortDir]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect runs after each new request
  useEffect(() => {
    box.current?.scrollTo?.({ top: 0 });
  }, [asked]);

  return (
    <>
      <TableTools
        columns={HIDEABLE}
        hidden={hidden}
        onShow={show}
        onSave={() => void file.saveAll(() => wholeMarket(search))}
        isSaving={file.saving.isSaving}
      />
      <FileNote saving={file.saving} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs keyboard focus */}
      <section ref={box} className={classes.box} aria-label={m.home_market_table()} tabIndex={0}>
        <table
          className={classes.table}
          data-narrowed={visible.length < columns.length || undefined}
          aria-rowcount={total + 1}
          aria-busy={query.isPlaceholderData}
          data-busy={query.isPlaceholderData || undefined}
        >
          <caption className={classes.caption}>{m.home_prices_in_vnd_with_changes_over()}</caption>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} aria-rowindex={1}>
                {group.headers.map((header) => (
                  <HeaderCell
                    key={header.id}
                    id={header.column.id}
                    sorted={header.column.getIsSorted()}
                    onSort={header.column.getCanSort() ? header.column.getToggleSortingHandler() : undefined}
                  >
                    <FlexRender header={header} />
                  </HeaderCell>
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {above > 0 && <Gap height={above} />}
            {items.map((item) => {
              const row = shown[item.index];
              return (
                row && (
                  <MarketTableRow
                    key={row.id}
                    row={row}
                    index={item.index}
                    quote={quotes.get(row.original.symbol)}
                  />
                )
              );
            })}
            {below > 0 && <Gap height={below} />}
          </tbody>
        </table>
        {isFetchNextPageError && (
          <div className={classes.more} role="alert">
            {m.home_more_failed({ reason: messageOf(query.error) })}
            <Button size="xs" variant="default" onClick={() => fetchNextPage()}>
              {m.home_try_again()}
            </Button>
          </div>
        )}
        {hasNextPage && !isFetchNextPageError && (
          <div className={classes.more}>
            <Loader size="xs" aria-hidden /> {m.home_loading_more()}
          </div>
        )}
      </section>
    </>
  );
}

/** The height of the rows that are not rendered. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      <td className={classes.gap} colSpan={columns.length} />
    </tr>
  );
}

/** The tickers of the visible rows, by whole blocks of rows: a scroll within one requests nothing. */
function around(shown: { original: MarketRow }[], first: number, last: number): string[] {
  const from = Math.floor(first / QUOTED_ROWS) * QUOTED_ROWS;
  const to = (Math.floor(last / QUOTED_ROWS) + 1) * QUOTED_ROWS;
  return shown.slice(from, to).map(({ original }) => original.symbol);
}
