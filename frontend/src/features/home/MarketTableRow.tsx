import { useNavigate } from "@tanstack/react-router";
import { FlexRender, type Row } from "@tanstack/react-table";
import { type MouseEvent, memo } from "react";
import { BoardClose } from "@/shared/components/BoardPrice";
import type { Quote } from "@/shared/hooks/useQuotes";
import type { features, MarketRow } from "./columns";
import classes from "./MarketTable.module.css";

/** A stock; a click anywhere opens its detail, and so does the link in it, for keyboards. */
export const MarketTableRow = memo(function MarketTableRow(props: {
  row: Row<typeof features, MarketRow>;
  /** The index of the row in the table, from 0. */
  index: number;
  quote: Quote | undefined;
}) {
  const { row, index, quote } = props;
  const navigate = useNavigate();

  function open(event: MouseEvent) {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("button")) return;
    if (target?.closest("a")) {
      // With a modifier key, the browser opens a tab or a window.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
    } else if (window.getSelection()?.toString()) return;
    void navigate({ to: "/stocks/$ticker", params: { ticker: row.original.symbol } });
  }

  return (
    <tr className={classes.row} aria-rowindex={index + 2} onClick={open}>
      {row.getAllCells().map((cell) => (
        <td key={cell.id} data-column={cell.column.id}>
          {cell.column.id === "price" ? (
            <BoardClose vnd={row.original.currentPrice} quote={quote} />
          ) : (
            <FlexRender cell={cell} />
          )}
        </td>
      ))}
    </tr>
  );
});
