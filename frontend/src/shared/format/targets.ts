import type { Schemas } from "@/api/client";

/** The targets of training runs, as users read them. */
export const KINDS = {
  logReturn: "Log return",
  percentChange: "Percent change",
  rawPrice: "Raw price",
  direction: "Direction",
} as const;

export const COLUMNS = { close: "Close", open: "Open", high: "High", low: "Low" } as const;

type Run = Schemas["Run"];
type Target = { targetKind?: Run["targetKind"]; targetColumn?: Run["targetColumn"] };

/** "Raw price of the high"; a run that has not started says its price alone, if one was requested. */
export function targetOf({ targetKind, targetColumn }: Target): string {
  const column = (targetColumn ?? "close").toLowerCase();
  return targetKind ? `${KINDS[targetKind]} of the ${column}` : `The ${column}`;
}
