import type { Schemas } from "@/api/client";

type Contribution = Schemas["Contribution"];
type Unit = Schemas["Explanation"]["unit"];

/** `return over 60 sessions (+0.081), rank 4 of 30` */
export function subjectOf({ words, value, rank, ranked }: Contribution): string {
  const shown = value === null ? "" : ` (${short(value)})`;
  return `${words}${shown}${rank === null ? "" : `, rank ${rank} of ${ranked}`}`;
}

/** `pulls up by 0.20 %`, or by 0.4 places */
export function effectOf({ contribution, ranked }: Contribution, unit: Unit): string {
  return `pulls ${contribution > 0 ? "up" : "down"} by ${sizeOf(contribution, unit, ranked)}`;
}

/** `0.20 %` of a log return; of a rank `0.4 places` among the ranked stocks. */
export function sizeOf(part: number, unit: Unit, ranked: number | null = null): string {
  return unit === "rank" ? `${(Math.abs(part) * (ranked ?? 1)).toFixed(1)} places` : percentOf(part);
}

function percentOf(logReturn: number): string {
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
