import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { brief, decimal, percent } from "@/shared/format/numbers";

type Contribution = Schemas["Contribution"];
type Unit = Schemas["Explanation"]["unit"];

/** `return over 60 sessions (+0.081), rank 4 of 30` */
export function subjectOf({ words, value, rank, ranked }: Contribution): string {
  const shown = value === null ? words : m.stock_with_value({ words, value: brief(value, 2) });
  return rank === null ? shown : m.stock_with_rank({ words: shown, rank, ranked: ranked ?? "–" });
}

/** `pulls up by 0.20%`, or by 0.4 places */
export function effectOf({ contribution, ranked }: Contribution, unit: Unit): string {
  const size = sizeOf(contribution, unit, ranked);
  return contribution > 0 ? m.stock_pulls_up({ size }) : m.stock_pulls_down({ size });
}

/** `0.20%` of a log return; of a rank `0.4 places` among the ranked stocks. */
export function sizeOf(part: number, unit: Unit, ranked: number | null = null): string {
  return unit === "rank"
    ? m.stock_places({ count: decimal(Math.abs(part) * (ranked ?? 1), 1) })
    : percentOf(part);
}

function percentOf(logReturn: number): string {
  const size = Math.abs(100 * Math.expm1(logReturn));
  return size >= 0.005 || size === 0 ? percent(size, 2) : m.stock_less_than();
}

/** The width of each bar in percent, the largest contribution 100. */
export function widthsOf(contributions: Contribution[]): number[] {
  const largest = Math.max(...contributions.map(({ contribution }) => Math.abs(contribution)));
  return contributions.map(({ contribution }) => (100 * Math.abs(contribution)) / largest);
}
