import type { Schemas } from "@/api/client";
import { FigureTable } from "@/shared/components/FigureTable";
import { change, changeWithError, percent } from "@/shared/format/numbers";
import type { Line, WalkForwardDetail } from "./queries";
import { lineName } from "./words";

type Difference = Schemas["PairedDifference"];

/** The figures of the methods, beside equal weight, the VN30, and buying and holding. */
export function LinesTable({ walk }: { walk: WalkForwardDetail }) {
  const tried =
    walk.trials === 1
      ? "One method was tried."
      : `${walk.trials} methods were tried: the best of them looks better than it is, and p-values are corrected for their number.`;
  return (
    <FigureTable<Line>
      caption={`After fees and taxes, by year; ± is one standard error. Differences are of mean log returns, with the two-sided p-value. ${tried}`}
      minWidth={1080}
      columns={[
        { name: "Method", of: ({ method }) => lineName(method) },
        { name: "Growth", of: ({ cagr }) => change(inPercent(cagr)) },
        { name: "Volatility", of: ({ volatility }) => percent(inPercent(volatility)) },
        { name: "Sharpe", of: ({ sharpe, sharpeError }) => ratio(sharpe, sharpeError) },
        { name: "Deepest fall", of: ({ drawdown }) => percent(inPercent(drawdown)) },
        { name: "Turnover", of: ({ turnover }) => percent(inPercent(turnover), 0) },
        { name: "Costs", of: ({ costs }) => percent(inPercent(costs), 2) },
        { name: "Less equal weight", of: ({ toEqualWeight }) => difference(toEqualWeight) },
        { name: "Less VN30", of: ({ toVn30 }) => difference(toVn30) },
      ]}
      rows={walk.lines.filter(({ problem }) => problem == null)}
      keyOf={({ method }) => method}
    />
  );
}

function inPercent(value: number | null | undefined): number | null {
  return value == null ? null : 100 * value;
}

function ratio(value: number | null | undefined, error: number | null | undefined): string {
  if (value == null) return "–";
  const words = value.toFixed(2).replace("-", "−");
  return error == null ? words : `${words} ± ${error.toFixed(2)}`;
}

function difference(of: Difference | null | undefined): string {
  if (of == null) return "–";
  const words = changeWithError(100 * of.value, inPercent(of.error));
  const p = of.correctedPValue ?? of.pValue;
  return p == null ? words : `${words}, p ${p.toFixed(2)}`;
}
