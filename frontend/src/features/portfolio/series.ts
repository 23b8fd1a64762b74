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
  if (points[0] === undefined || last === undefined) return "No sessions to show";
  const period = `from ${points[0].date} to ${last.date}`;
  if (view === "value") {
    return `Value of the portfolio ${period}: ${last.value} VND at the end, with net deposits of ${last.netDeposits} VND`;
  }
  const index = last.index == null ? "not known" : (100 * last.index).toFixed(1);
  return `Growth of the portfolio ${period}: 100 has become ${(100 * last.grown).toFixed(1)}, of the VN30 ${index}`;
}
