import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";

type Bar = Schemas["SeriesBar"];
type Range = Schemas["TimeSeries"]["range"];

/** A price of a recommendation, with the name of the colour of its line. */
export type Level = { name: "entry" | "stop-loss" | "take-profit"; vnd: number; colour: string };

export const LEVEL_NAMES: Record<Level["name"], string> = {
  entry: m.recommendations_level_entry(),
  "stop-loss": m.recommendations_level_stop(),
  "take-profit": m.recommendations_level_target(),
};

/** Days back that the ranges of the API surely hold, with the month before the session. */
const RANGES: [days: number, range: Range][] = [
  [140, "6M"],
  [320, "1Y"],
  [680, "2Y"],
  [1780, "5Y"],
];
const DAY_MS = 24 * 60 * 60_000;

/** The shortest range of prices up to the current session that holds a session and a month before it. */
export function rangeSince(session: string, asOf: string): Range {
  const days = (Date.parse(asOf) - Date.parse(session)) / DAY_MS;
  return RANGES.find(([longest]) => days <= longest)?.[1] ?? "10Y";
}

/** Entry, stop-loss and take-profit, as far as a recommendation has them. */
export function levelsOf(one: {
  entryPrice: number | null;
  stopLoss: number | null;
  takeProfit: number | null;
}): Level[] {
  const levels: [Level["name"], number | null, string][] = [
    ["entry", one.entryPrice, "--quiet"],
    ["stop-loss", one.stopLoss, "--down"],
    ["take-profit", one.takeProfit, "--up"],
  ];
  return levels.flatMap(([name, vnd, colour]) => (vnd === null ? [] : [{ name, vnd, colour }]));
}

/** The closes of bars of sessions as points of a line. */
export function closesOf(bars: Bar[]): { time: string; value: number }[] {
  return bars.map(({ date, close }) => ({ time: date, value: close }));
}
