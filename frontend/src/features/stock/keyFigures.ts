import type { Schemas } from "@/api/client";
import { compact, count, percent, price } from "@/shared/format/numbers";

export type KeyFigure = Schemas["KeyFigure"];

/** The figures of the card in their order, with their names. */
export const NAMES: Record<KeyFigure["metric"], string> = {
  market_cap: "Market capitalisation",
  shares_outstanding: "Shares outstanding",
  pe: "Price to earnings (P/E)",
  eps: "Earnings per share (EPS)",
  pb: "Price to book value (P/B)",
  roe: "Return on equity (ROE)",
  dividend_yield: "Dividend yield",
  foreign_ownership: "Foreign ownership",
  foreign_limit: "Foreign limit",
  foreign_room: "Foreign room",
  high_52_weeks: "52-week high",
  low_52_weeks: "52-week low",
  average_volume: "Average volume",
  average_value: "Average value",
};

/** The figures that have a name, in the order of the names. */
export function inOrder(figures: KeyFigure[]): KeyFigure[] {
  const order = Object.keys(NAMES);
  return [...figures].sort((one, other) => order.indexOf(one.metric) - order.indexOf(other.metric));
}

/** `12.4 times`, `176.0 T VND`: a value with its unit; "not known" without one. */
export function valueText({ metric, value, unit }: KeyFigure): string {
  if (value === null) return "not known";
  if (unit === "%") return percent(value, 2);
  if (unit === "times") return `${value.toFixed(2)} times`;
  if (unit === "shares") return `${metric === "shares_outstanding" ? compact(value) : count(value)} shares`;
  return `${Math.abs(value) >= 1e9 ? compact(value) : price(value)} VND`;
}

/** Where a figure comes from and since when it is known, or why there is none. */
export function originText({ value, period, day, source, note, reason }: KeyFigure): string {
  if (value === null) return reason ?? "no reason is given";
  const known = `${source}, session ${day}`;
  return [period, note, known].filter(Boolean).join("; ");
}
