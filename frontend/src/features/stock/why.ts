import type { Schemas } from "@/api/client";

type Contribution = Schemas["Contribution"];

/** `return over 60 sessions (+0.081), rank 4 of 30` */
export function subjectOf({ words, value, rank, ranked }: Contribution): string {
  const shown = value === null ? "" : ` (${short(value)})`;
  return `${words}${shown}${rank === null ? "" : `, rank ${rank} of ${ranked}`}`;
}

/** `pulls up by 0.20 %`; a log return is about a change in percent / 100. */
export function effectOf({ contribution }: Contribution): string {
  return `pulls ${contribution > 0 ? "up" : "down"} by ${percentOf(contribution)}`;
}

/** `0.20 %`, with more digits where two would show 0. */
export function percentOf(logReturn: number): string {
  const size = Math.abs(100 * Math.expm1(logReturn));
  return size >= 0.005 || size === 0 ? `${size.toFixed(2)} %` : "less than 0.01 %";
}

/** The width of each bar in percent, the largest contribution 100. */
export function widthsOf(contributions: Contribution[]): number[] {
  const largest = Math.max(...contributions.map(({ contribution }) => Math.abs(contribution)));
  return contributions.map(({ contribution }) => (100 * Math.abs(contribution)) / largest);
}

function short(value: number): string {
  return String(Number(value.toPrecision(2))).replace("-", "−");
}
