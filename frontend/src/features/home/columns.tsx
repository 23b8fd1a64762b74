import { createColumnHelper, rowSortingFeature, tableFeatures } from "@tanstack/react-table";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { BelowNaivePill } from "@/shared/components/BelowNaivePill";
import { changeColour } from "@/shared/components/figures";
import { Star } from "@/shared/components/Star";
import { change, percent, price } from "@/shared/format/numbers";
import classes from "./MarketTable.module.css";
import { Sparkline } from "./Sparkline";

export type MarketRow = Schemas["MarketRow"];

export const features = tableFeatures({ rowSortingFeature });
const column = createColumnHelper<typeof features, MarketRow>();

/** The columns; the id of a sortable column is the API's name of that order. Headers may have two lines. */
export const columns = column.columns([
  column.accessor("name", {
    header: m.home_name(),
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <div className={classes.name}>
        <Star ticker={original.symbol} />
        <div className={classes.names}>
          <span className={classes.symbolOfPhones} aria-hidden>
            {original.symbol}
          </span>
          <a href={detailOf(original.symbol)} className={classes.link}>
            {original.name}
          </a>
        </div>
      </div>
    ),
  }),
  column.accessor("symbol", { header: m.home_symbol(), sortDescFirst: false }),
  // The row draws it, with the newest quote.
  column.accessor("currentPrice", { id: "price", header: m.home_current_price() }),
  ...(["7d", "15d", "30d"] as const).map((horizon) =>
    column.accessor((row) => row.pctChange[horizon]?.actualPct, {
      id: `change_${horizon}`,
      header: m.home_change_irl({ horizon: horizon.toUpperCase() }),
      cell: ({ getValue, row }) => (
        <Pair percentage={getValue()} price={row.original.pctChange[horizon]?.actualPrice} digits={1} />
      ),
    }),
  ),
  column.accessor((row) => row.predictedPctChange["7d"]?.predictedPct, {
    id: "predicted_change_7d",
    header: m.home_change_7d_predicted(),
    cell: ({ getValue, row }) => {
      const predicted = row.original.predictedPctChange["7d"];
      return (
        <>
          <Pair percentage={getValue()} price={predicted?.predictedPrice} digits={2} />
          {predicted?.belowNaive && (
            <div>
              <BelowNaivePill />
            </div>
          )}
        </>
      );
    },
  }),
  column.accessor((row) => row.predictedPctChange["7d"]?.vn30Rank, {
    id: "vn30_rank_7d",
    header: m.home_7d_rank_chance(),
    // The highest expected return is rank 1.
    sortDescFirst: false,
    cell: ({ getValue, row }) => (
      <Rank rank={getValue()} chance={row.original.predictedPctChange["7d"]?.probabilityOfBeatingVn30} />
    ),
  }),
  column.display({
    id: "sparkline",
    header: m.home_last_14_sessions(),
    cell: ({ row }) => <Sparkline points={row.original.sparkline14d} />,
  }),
]);

/** The columns that can be hidden: the name stays. */
export const HIDEABLE = columns.flatMap(({ id, header }) =>
  id === undefined || id === "name" ? [] : [{ id, name: String(header).replaceAll("\n", " ") }],
);

/** The columns without the hidden ones. */
export function shownColumns(hidden: string[]): (typeof columns)[number][] {
  return columns.filter(({ id }) => id === undefined || id === "name" || !hidden.includes(id));
}

/** The address of a stock's detail; the router's links are too slow for virtual rows. */
function detailOf(symbol: string): string {
  return `/stocks/${encodeURIComponent(symbol)}`;
}

type Maybe = number | null | undefined;

/** `+3.0% / 32 000`; plain elements, because each row has four and scrolling must stay fast. */
function Pair({ percentage, price: vnd, digits }: { percentage: Maybe; price: Maybe; digits: number }) {
  if (percentage == null) return "–";
  return (
    <span className="figures">
      <b style={{ color: changeColour(percentage, digits) }}>{change(percentage, digits)}</b> / {price(vnd)}
    </span>
  );
}

/** `4 / 53%`: the rank among the VN30, and the chance to beat the index. */
function Rank({ rank, chance }: { rank: Maybe; chance: Maybe }) {
  if (rank == null) return "–";
  return (
    <span className="figures">
      <b>{rank}</b> / {chance == null ? "–" : percent(chance * 100, 0)}
    </span>
  );
}
