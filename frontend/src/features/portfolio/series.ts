import { m } from "@/paraglide/messages";
import { decimal } from "@/shared/format/numbers";
import type { Point } from "./queries";

/** Against the index, both from 100; or in VND, beside the deposits. */
export type View = "growth" | "value";
export type Line = { time: string; value: number }[];

/** The two lines of a chart: the portfolio, and what stands beside it. */
export function linesOf(points: Point[], view: View): [own: Line, beside: Line] {
  if (view === "value") {
    return [
      points.map(({ date, value }) => ({ time: date, value })),
      points.map(({ date, netDeposits }) => ({ time: date, value: netDeposits })),
    ];
  }
  return [
    points.map(({ date, grown }) => ({ time: date, value: 100 * grown })),
    points.flatMap(({ date, index }) => (index == null ? [] : [{ time: date, value: 100 * index }])),
  ];
}

/** The chart in words. */
export function summaryOf(points: Point[], view: View): string {
  const last = points.at(-1);
  if (points[0] === undefined || last === undefined) return m.portfolio_no_sessions();
  const period = { first: points[0].date, last: last.date };
  if (view === "value") {
    return m.portfolio_value_words({ ...period, value: last.value, deposits: last.netDeposits });
  }
  const index = last.index == null ? m.portfolio_not_known() : decimal(100 * last.index, 1);
  return m.portfolio_growth_words({ ...period, grown: decimal(100 * last.grown, 1), index });
}
