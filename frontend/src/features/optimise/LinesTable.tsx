import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { change, changeWithError, decimal, percent, withError } from "@/shared/format/numbers";
import type { Line, WalkForwardDetail } from "./queries";
import { lineName } from "./words";

type Difference = Schemas["PairedDifference"];

/** The figures of the methods, beside equal weight, the VN30, and buying and holding. */
export function LinesTable({ walk }: { walk: WalkForwardDetail }) {
  const tried = walk.trials === 1 ? m.optimise_one_tried() : m.optimise_several_tried({ count: walk.trials });
  return (
    <FigureTable<Line>
      caption={`${m.optimise_lines_caption()} ${tried}`}
      minWidth={1080}
      columns={[
        { name: m.optimise_method(), of: ({ method }) => lineName(method) },
        { name: m.optimise_growth(), of: ({ cagr }) => change(inPercent(cagr)) },
        { name: m.optimise_volatility(), of: ({ volatility }) => percent(inPercent(volatility)) },
        { name: m.optimise_sharpe(), of: ({ sharpe, sharpeError }) => withError(sharpe, sharpeError, 2) },
        { name: m.optimise_deepest_fall(), of: ({ drawdown }) => percent(inPercent(drawdown)) },
        { name: m.optimise_turnover(), of: ({ turnover }) => percent(inPercent(turnover), 0) },
        { name: m.optimise_costs(), of: ({ costs }) => percent(inPercent(costs), 2) },
        { name: m.optimise_less_equal(), of: ({ toEqualWeight }) => difference(toEqualWeight) },
        { name: m.optimise_less_vn30(), of: ({ toVn30 }) => difference(toVn30) },
      ]}
      rows={walk.lines.filter(({ problem }) => problem == null)}
      keyOf={({ method }) => method}
    />
  );
}

function inPercent(value: number | null | undefined): number | null {
  return value == null ? null : 100 * value;
}

function difference(of: Difference | null | undefined): string {
  if (of == null) return "–";
  const words = changeWithError(100 * of.value, inPercent(of.error));
  const p = of.correctedPValue ?? of.pValue;
  return p == null ? words : `${words}, p ${decimal(p, 2)}`;
}
