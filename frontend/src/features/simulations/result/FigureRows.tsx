import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
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

/** The figures of one or more simulations, one a column; of one alone, its benchmarks stand beside it. */
export function FigureRows({
  columns,
}: {
  columns: { key: string; name: ReactNode; figures: Figures | null }[];
}) {
  const [only] = columns;
  const isAlone = columns.length === 1 && only?.figures != null;
  const curves: { key: string; name: ReactNode; curve: Curve | null }[] = isAlone
    ? [
        { key: "own", name: m.simulations_simulation(), curve: only.figures?.strategy ?? null },
        { key: "held", name: m.simulations_same_stocks_held(), curve: only.figures?.held ?? null },
        { key: "index", name: "VN30", curve: only.figures?.index ?? null },
      ]
    : columns.map(({ key, name, figures }) => ({ key, name, curve: figures?.strategy ?? null }));
  return (
    <Table.ScrollContainer
      minWidth={520}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.simulations_figures_scrolls_sideways()}
    >
      <Table captionSide="bottom">
        <Table.Caption ta="left">{m.simulations_after_costs_is_one_standard_error()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{m.simulations_figure()}</Table.Th>
            {curves.map(({ key, name }) => (
              <Table.Th key={key} scope="col" ta="right">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {OF_CURVE.map(([name, cell]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw="normal">
                {name}
              </Table.Th>
              {curves.map(({ key, curve }) => (
                <Table.Td key={key} ta="right">
                  {curve === null ? "–" : cell(curve)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          {OF_TRADING.map(([name, cell]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw="normal">
                {name}
              </Table.Th>
              {columns.map(({ key, figures }) => (
                <Table.Td key={key} ta="right">
                  {figures === null ? "–" : cell(figures)}
                </Table.Td>
              ))}
              {isAlone && <Table.Td colSpan={2} />}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function withInterval(difference: Figures["toIndex"]): string {
  if (difference === null) return "–";
  const { meanReturn, low, high } = difference;
  const interval = low === null || high === null ? "" : ` [${shareChange(low)}, ${shareChange(high)}]`;
  return `${shareChange(meanReturn)}${interval}`;
}
