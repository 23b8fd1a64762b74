import type { UTCTimestamp } from "lightweight-charts";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { compact, price } from "@/shared/format/numbers";
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
  const parts: string[] = [];
  if (cash > 0) parts.push(`of ${price(cash)} VND a share`);
  if (ratio > 0) parts.push(`of ${shares(ratio)} new for 100 held`);
  if (issuePrice > 0) parts.push(`at ${price(issuePrice)} VND`);
  const terms = [NAMES[kind], ...parts].join(" ");
  return origin === "inferred" && factor != null
    ? `${terms} (inferred: earlier prices × ${factor.toFixed(4)})`
    : terms;
}

/** The letter of an action on the axis. */
export function letterOf({ kind }: Action): string {
  return kind === "unknown" ? "?" : NAMES[kind].slice(0, 1);
}

function shares(ratio: number): string {
  return String(Number((100 * ratio).toFixed(1)));
}

/** The chart as a sentence, for screen readers. */
export function seriesSummary(ticker: string, prices: string, bars: Bar[], actions: Action[]): string {
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return `${ticker}: no prices in this range.`;
  const high = Math.max(...bars.map((bar) => bar.high ?? bar.close));
  const low = Math.min(...bars.map((bar) => bar.low ?? bar.close));
  const marked = actions.length === 1 ? "1 corporate action" : `${actions.length} corporate actions`;
  return (
    `${ticker}, ${prices === "raw" ? "as traded" : "adjusted"}: close of ${price(first.close)} VND on ` +
    `${labelOf(first)}, ${price(last.close)} VND on ${labelOf(last)}; highest ${price(high)}, lowest ` +
    `${price(low)}; ${marked}.`
  );
}

/** A bar's volume in words. */
export function volumeOf({ volume }: Bar): string {
  return compact(volume);
}
