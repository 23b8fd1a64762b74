import type { Schemas } from "@/api/client";
import type { Horizon } from "../horizons";

/** The targets of training runs, as users read them. */
export const KINDS = {
  logReturn: "Log return",
  percentChange: "Percent change",
  rawPrice: "Raw price",
  direction: "Direction",
} as const;

export const COLUMNS = { close: "Close", open: "Open", high: "High", low: "Low" } as const;

/** The bars that models learn from, and that horizons count. */
export const TIMEFRAMES = { "1d": "Sessions", "1h": "Hours", half: "Half sessions" } as const;

type Run = Schemas["Run"];
type Timeframed = { timeframe?: Run["timeframe"] };
type Target = Timeframed & { targetKind?: Run["targetKind"]; targetColumn?: Run["targetColumn"] };

/** "Raw price of the high, by hours"; a run that has not started says its price alone, if one was requested. */
export function targetOf({ targetKind, targetColumn, ...run }: Target): string {
  const column = (targetColumn ?? "close").toLowerCase();
  const target = targetKind ? `${KINDS[targetKind]} of the ${column}` : `The ${column}`;
  return isOfSessions(run) ? target : `${target}, by ${TIMEFRAMES[run.timeframe ?? "1d"].toLowerCase()}`;
}

/** "7D" of a run of sessions, "7 bars" of one of bars within them. */
export function horizonOf(run: Timeframed, horizon: Horizon): string {
  return isOfSessions(run) ? horizon.toUpperCase() : `${horizon.slice(0, -1)} bars`;
}

export function isOfSessions({ timeframe }: Timeframed): boolean {
  return timeframe == null || timeframe === "1d";
}
