import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { compact, count, decimal, percent, price } from "@/shared/format/numbers";

export type KeyFigure = Schemas["KeyFigure"];

/** The figures of the card in their order, with their names. */
export const NAMES: Record<KeyFigure["metric"], string> = {
  market_cap: m.stock_market_capitalisation(),
  shares_outstanding: m.stock_shares_outstanding(),
  pe: m.stock_price_to_earnings_p_e(),
  eps: m.stock_earnings_per_share_eps(),
  pb: m.stock_price_to_book_value_p_b(),
  roe: m.stock_return_on_equity_roe(),
  dividend_yield: m.stock_dividend_yield(),
  foreign_ownership: m.stock_foreign_ownership(),
  foreign_limit: m.stock_foreign_limit(),
  foreign_room: m.stock_foreign_room(),
  high_52_weeks: m.stock_52_week_high(),
  low_52_weeks: m.stock_52_week_low(),
  average_volume: m.stock_average_volume(),
  average_value: m.stock_average_value(),
};

/** The figures that have a name, in the order of the names. */
export function inOrder(figures: KeyFigure[]): KeyFigure[] {
  const order = Object.keys(NAMES);
  return [...figures].sort((one, other) => order.indexOf(one.metric) - order.indexOf(other.metric));
}

/** `12.4 times`, `176.0 T VND`: a value with its unit; "not known" without one. */
export function valueText({ metric, value, unit }: KeyFigure): string {
  if (value === null) return m.stock_not_known();
  if (unit === "%") return percent(value, 2);
  if (unit === "times") return m.stock_value_times({ value: decimal(value, 2) });
  if (unit === "shares")
    return m.stock_value_shares({ value: metric === "shares_outstanding" ? compact(value) : count(value) });
  return `${Math.abs(value) >= 1e9 ? compact(value) : price(value)} VND`;
}

/** Where a figure comes from and since when it is known, or why there is none. */
export function originText({ value, period, day, source, note, reason }: KeyFigure): string {
  if (value === null) return reason ?? m.stock_no_reason();
  const known = m.stock_source_session({ source: source ?? "–", day: day ?? "–" });
  return [period, note, known].filter(Boolean).join("; ");
}
