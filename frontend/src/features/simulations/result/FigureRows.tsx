import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { compact, count, decimal } from "@/shared/format/numbers";
import { Luck } from "../Luck";
import type { Figures } from "../queries";
import { ratio, shareChange, sharePercent } from "../words";

type Curve = Figures["strategy"];

const OF_CURVE: [string, (curve: Curve) => ReactNode][] = [
  [m.simulations_return_by_year_cagr(), (curve) => shareChange(curve.annualReturn)],
  [m.simulations_total_return(), (curve) => shareChange(curve.totalReturn)],
  [
    m.simulations_volatility_by_year(),
    (curve) => `${sharePercent(curve.volatility)} ± ${sharePercent(curve.volatilityError)}`,
  ],
  [m.simulations_sharpe_ratio(), (curve) => ratio(curve.sharpe.value, curve.sharpe.error)],
  [m.simulations_sortino_ratio(), (curve) => ratio(curve.sortino.value, curve.sortino.error)],
  [m.simulations_calmar_ratio(), (curve) => ratio(curve.calmar.value, curve.calmar.error)],
  [m.simulations_maximum_drawdown(), (curve) => sharePercent(curve.drawdown.depth)],
  [m.simulations_its_length_sessions(), (curve) => count(curve.drawdown.sessions)],
];

const OF_TRADING: [string, (figures: Figures) => ReactNode][] = [
  [m.simulations_above_the_stocks_held_by_year(), ({ toHeld }) => withInterval(toHeld)],
  [m.simulations_above_the_vn30_by_year(), ({ toIndex }) => withInterval(toIndex)],
  [m.simulations_deflated_sharpe_ratio(), ({ luck }) => <Luck value={luck?.deflatedSharpe ?? null} />],
  [m.simulations_trials_of_the_family(), ({ luck }) => count(luck?.trials)],
  [m.simulations_purchases_sales(), ({ trading }) => `${count(trading.purchases)}, ${count(trading.sales)}`],
  [
    m.simulations_sales_with_a_gain(),
    ({ trading: { hitRate } }) =>
      hitRate.error === null
        ? sharePercent(hitRate.value)
        : `${sharePercent(hitRate.value)} ± ${sharePercent(hitRate.error)}`,
  ],
  [m.simulations_the_same_newest_100(), ({ trading }) => sharePercent(trading.recentHitRate)],
  [
    m.simulations_mean_gain_mean_loss(),
    ({ trading }) => `${shareChange(trading.meanGain)}, ${shareChange(trading.meanLoss)}`,
  ],
  [m.simulations_mean_holding_sessions(), ({ trading }) => decimal(trading.holdingSessions, 1)],
  [m.simulations_turnover_by_year(), ({ trading }) => decimal(trading.turnover, 1)],
  [m.simulations_in_shares_mean_share(), ({ trading }) => sharePercent(trading.exposure)],
  [m.simulations_fees_vnd(), ({ costs }) => compact(costs.fees)],
  [m.simulations_tax_on_sales_vnd(), ({ costs }) => compact(costs.salesTax)],
  [m.simulations_tax_on_dividends_vnd(), ({ costs }) => compact(costs.dividendTax)],
  [m.simulations_slippage_to_the_close_of_the(), ({ costs }) => compact(costs.slippage)],
  [m.simulations_fees_and_taxes_by_year(), ({ costs }) => sharePercent(costs.chargesByYear)],
];

type Compared = { key: string; name: ReactNode; figures: Figures | null };
type Shown = { key: string; name: ReactNode; curve: Curve | null; figures?: Figures | null };

/** The figures of one or more simulations, one a column; of one alone, its benchmarks stand beside it. */
export function FigureRows({ columns }: { columns: Compared[] }) {
  const rows: [string, (shown: Shown) => ReactNode][] = [
    ...OF_CURVE.map(([name, cell]): [string, (shown: Shown) => ReactNode] => [
      name,
      ({ curve }) => (curve === null ? "–" : cell(curve)),
    ]),
    // A benchmark does not trade.
    ...OF_TRADING.map(([name, cell]): [string, (shown: Shown) => ReactNode] => [
      name,
      ({ figures }) => (figures === null ? "–" : figures && cell(figures)),
    ]),
  ];
  return (
    <FigureTable<(typeof rows)[number]>
      label={m.simulations_figures_scrolls_sideways()}
      caption={m.simulations_after_costs_is_one_standard_error()}
      minWidth={520}
      rows={rows}
      keyOf={([name]) => name}
      columns={[
        { name: m.simulations_figure(), of: ([name]) => name },
        ...shownOf(columns).map((shown) => ({
          id: shown.key,
          name: shown.name,
          of: ([, cell]: (typeof rows)[number]) => cell(shown),
        })),
      ]}
    />
  );
}

function shownOf(columns: Compared[]): Shown[] {
  const [only] = columns;
  if (columns.length === 1 && only?.figures != null) {
    const { strategy, held, index } = only.figures;
    return [
      { key: "own", name: m.simulations_simulation(), curve: strategy, figures: only.figures },
      { key: "held", name: m.simulations_same_stocks_held(), curve: held },
      { key: "index", name: "VN30", curve: index },
    ];
  }
  return columns.map((column) => ({ ...column, curve: column.figures?.strategy ?? null }));
}

function withInterval(difference: Figures["toIndex"]): string {
  if (difference === null) return "–";
  const { meanReturn, low, high } = difference;
  const interval = low === null || high === null ? "" : ` [${shareChange(low)}, ${shareChange(high)}]`;
  return `${shareChange(meanReturn)}${interval}`;
}
