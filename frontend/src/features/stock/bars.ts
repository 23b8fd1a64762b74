import type { UTCTimestamp } from "lightweight-charts";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { compact, decimal, plain, price, rounded } from "@/shared/format/numbers";
import { minuteOf } from "@/shared/format/times";

export type Bar = Schemas["SeriesBar"];
export type Action = Schemas["CorporateAction"];

/** A time of the chart library: a session, or the seconds of a minute. */
export type BarTime = string | UTCTimestamp;

const VIETNAM_SECONDS = 7 * 3600;

/** The candles of bars; a bar of which only the close is known is a line. */
export function candlesOf(bars: Bar[]) {
  return bars.map((bar) => ({
    time: timeOf(bar),
    open: bar.open ?? bar.close,
    high: bar.high ?? bar.close,
    low: bar.low ?? bar.close,
    close: bar.close,
  }));
}

/** The bars' volumes, in the colours of their candles. */
export function volumesOf(bars: Bar[], up: string, down: string) {
  return bars.map((bar) => ({
    time: timeOf(bar),
    value: bar.volume ?? 0,
    color: bar.close < (bar.open ?? bar.close) ? down : up,
  }));
}

/** The place of a bar on the axis. The library writes minutes in UTC: they are moved to Vietnam's time. */
export function timeOf({ date, startsAt }: Bar): BarTime {
  if (startsAt == null) return date;
  return (new Date(startsAt).getTime() / 1000 + VIETNAM_SECONDS) as UTCTimestamp;
}

/** The name of a bar: its session, its sessions, or its minute. */
export function labelOf({ date, lastDate, startsAt }: Bar): string {
  if (startsAt != null) return minuteOf(startsAt);
  return lastDate === date ? date : `${date} – ${lastDate}`;
}

/**
 * The actions of each bar that has some, by the bar's place: those with an ex-date in it, or since the bar before.
 * Actions of before the first bar are left out.
 */
export function actionsByBar(bars: Bar[], actions: Action[]): Map<BarTime, Action[]> {
  const found = new Map<BarTime, Action[]>();
  const first = bars[0];
  if (!first) return found;
  for (const action of actions) {
    const bar = bars.find(({ lastDate }) => lastDate >= action.exDate);
    if (!bar || action.exDate < first.date) continue;
    const time = timeOf(bar);
    found.set(time, [...(found.get(time) ?? []), action]);
  }
  return found;
}

const NAMES: Record<Action["kind"], string> = {
  cash_dividend: m.stock_cash_dividend(),
  stock_dividend: m.stock_stock_dividend(),
  bonus_issue: m.stock_bonus_issue(),
  rights_issue: m.stock_rights_issue(),
  split: m.stock_split(),
  unknown: m.stock_adjustment(),
};

/** `Cash dividend of 1 000 VND a share`, with a mark where it is a guess. */
export function termsOf({ kind, cash, ratio, issuePrice, origin, factor }: Action): string {
  let terms = NAMES[kind];
  if (cash > 0) terms = m.stock_cash_a_share({ name: terms, cash: price(cash) });
  if (ratio > 0) terms = m.stock_new_for_100({ name: terms, shares: shares(ratio) });
  if (issuePrice > 0) terms = m.stock_at_price({ name: terms, price: price(issuePrice) });
  return origin === "inferred" && factor != null
    ? m.stock_inferred({ terms, factor: decimal(factor, 4) })
    : terms;
}

/** The letter of an action on the axis. */
export function letterOf({ kind }: Action): string {
  return kind === "unknown" ? "?" : NAMES[kind].slice(0, 1);
}

function shares(ratio: number): string {
  return plain(rounded(100 * ratio, 1));
}

/** The chart as a sentence, for screen readers. */
export function seriesSummary(ticker: string, prices: string, bars: Bar[], actions: Action[]): string {
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return m.stock_series_empty({ ticker });
  const high = Math.max(...bars.map((bar) => bar.high ?? bar.close));
  const low = Math.min(...bars.map((bar) => bar.low ?? bar.close));
  const figures = {
    ticker,
    first: price(first.close),
    start: labelOf(first),
    last: price(last.close),
    end: labelOf(last),
    high: price(high),
    low: price(low),
    actions: m.stock_actions_counted({ count: actions.length }),
  };
  return prices === "raw" ? m.stock_series_raw(figures) : m.stock_series_adjusted(figures);
}

/** A bar's volume in words. */
export function volumeOf({ volume }: Bar): string {
  return compact(volume);
}
