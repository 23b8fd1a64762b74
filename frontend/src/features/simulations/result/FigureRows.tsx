import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { m } from "@/paraglide/messages";
import { compact, count } from "@/shared/format/numbers";
import { Luck } from "../Luck";
import type { Figures } from "../queries";
import { ratio, shareChange, sharePercent } from "../words";

type Curve = Figures["strategy"];

const OF_CURVE: [string, (curve: Curve) => ReactNode][] = [
  ["Return by year (CAGR)", (curve) => shareChange(curve.annualReturn)],
  ["Total return", (curve) => shareChange(curve.totalReturn)],
  [
    "Volatility by year",
    (curve) => `${sharePercent(curve.volatility)} ± ${sharePercent(curve.volatilityError)}`,
  ],
  ["Sharpe ratio", (curve) => ratio(curve.sharpe.value, curve.sharpe.error)],
  ["Sortino ratio", (curve) => ratio(curve.sortino.value, curve.sortino.error)],
  ["Calmar ratio", (curve) => ratio(curve.calmar.value, curve.calmar.error)],
  ["Maximum drawdown", (curve) => sharePercent(curve.drawdown.depth)],
  ["Its length, sessions", (curve) => count(curve.drawdown.sessions)],
];

const OF_TRADING: [string, (figures: Figures) => ReactNode][] = [
  ["Above the stocks held, by year", ({ toHeld }) => withInterval(toHeld)],
  ["Above the VN30, by year", ({ toIndex }) => withInterval(toIndex)],
  ["Deflated Sharpe ratio", ({ luck }) => <Luck value={luck?.deflatedSharpe ?? null} />],
  ["Trials of the family", ({ luck }) => count(luck?.trials)],
  ["Purchases, sales", ({ trading }) => `${count(trading.purchases)}, ${count(trading.sales)}`],
  [
    "Sales with a gain",
    ({ trading: { hitRate } }) =>
      hitRate.error === null
        ? sharePercent(hitRate.value)
        : `${sharePercent(hitRate.value)} ± ${sharePercent(hitRate.error)}`,
  ],
  ["The same, newest 100", ({ trading }) => sharePercent(trading.recentHitRate)],
  [
    "Mean gain, mean loss",
    ({ trading }) => `${shareChange(trading.meanGain)}, ${shareChange(trading.meanLoss)}`,
  ],
  ["Mean holding, sessions", ({ trading }) => trading.holdingSessions?.toFixed(1) ?? "–"],
  ["Turnover by year", ({ trading }) => trading.turnover.toFixed(1)],
  ["In shares, mean share", ({ trading }) => sharePercent(trading.exposure)],
  ["Fees, VND", ({ costs }) => compact(costs.fees)],
  ["Tax on sales, VND", ({ costs }) => compact(costs.salesTax)],
  ["Tax on dividends, VND", ({ costs }) => compact(costs.dividendTax)],
  ["Slippage to the close of the decision, VND", ({ costs }) => compact(costs.slippage)],
  ["Fees and taxes by year", ({ costs }) => sharePercent(costs.chargesByYear)],
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
        { key: "own", name: "Simulation", curve: only.figures?.strategy ?? null },
        { key: "held", name: "Same stocks held", curve: only.figures?.held ?? null },
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
