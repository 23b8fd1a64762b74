import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import type { Horizon } from "../horizons";

/** The targets of training runs, as users read them. */
export const KINDS = {
  logReturn: m.shared_log_return(),
  percentChange: m.shared_percent_change(),
  rawPrice: m.shared_raw_price(),
  direction: m.shared_direction(),
} as const;

export const COLUMNS = {
  close: m.shared_price_close(),
  open: m.shared_price_open(),
  high: m.shared_price_high(),
  low: m.shared_price_low(),
} as const;

/** The bars that models learn from, and that horizons count. */
export const TIMEFRAMES = {
  "1d": m.shared_sessions(),
  "1h": m.shared_hours(),
  half: m.shared_half_sessions(),
} as const;

type Run = Schemas["Run"];
type Timeframed = { timeframe?: Run["timeframe"] };
type Target = Timeframed & { targetKind?: Run["targetKind"]; targetColumn?: Run["targetColumn"] };

/** "Raw price of the high, by hours"; a run that has not started says its price alone, if one was requested. */
export function targetOf({ targetKind, targetColumn, ...run }: Target): string {
  const column = (targetColumn ?? "close").toLowerCase();
  const target = targetKind
    ? m.shared_of_the({ targetKind: KINDS[targetKind], column })
    : m.shared_the({ column });
  return isOfSessions(run)
    ? target
    : m.shared_by({ target, timeframe: TIMEFRAMES[run.timeframe ?? "1d"].toLowerCase() });
}

/** "7D" of a run of sessions, "7 bars" of one of bars within them. */
export function horizonOf(run: Timeframed, horizon: Horizon): string {
  return isOfSessions(run) ? horizon.toUpperCase() : m.shared_bars({ horizon: horizon.slice(0, -1) });
}

export function isOfSessions({ timeframe }: Timeframed): boolean {
  return timeframe == null || timeframe === "1d";
}
