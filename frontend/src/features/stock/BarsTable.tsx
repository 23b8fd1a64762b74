import { m } from "@/paraglide/messages";
import { ChartTable } from "@/shared/charts/ChartTable";
import { count, price } from "@/shared/format/numbers";
import type { DataColumn, DataColumns } from "@/shared/table/columns";
import { type Bar, labelOf } from "./bars";

/** The bars of the chart as a table, the newest first. */
export function BarsTable({ ticker, raw, bars }: { ticker: string; raw: boolean; bars: Bar[] }) {
  return (
    <ChartTable
      name={raw ? m.stock_bars_raw({ ticker }) : m.stock_bars_adjusted({ ticker })}
      fileName={`bars-${ticker}${raw ? "-as-traded" : ""}`}
      rows={bars.toReversed()}
      keyOf={labelOf}
      columns={COLUMNS}
    />
  );
}

const COLUMNS: DataColumns<Bar> = [
  { id: "session", name: m.stock_session(), of: labelOf, value: labelOf },
  vnd("open", m.stock_open(), (bar) => bar.open),
  vnd("high", m.stock_high(), (bar) => bar.high),
  vnd("low", m.stock_low(), (bar) => bar.low),
  vnd("close", m.stock_close(), (bar) => bar.close),
  { id: "volume", name: m.stock_volume(), of: ({ volume }) => count(volume), value: ({ volume }) => volume },
];

function vnd(id: string, name: string, value: (bar: Bar) => number | null | undefined): DataColumn<Bar> {
  return { id: `${id}_vnd`, name, of: (bar) => price(value(bar)), value };
}
