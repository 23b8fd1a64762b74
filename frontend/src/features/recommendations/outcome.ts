import type { Schemas } from "@/api/client";
import { change, price } from "@/shared/format/numbers";

type Outcome = Schemas["Outcome"];

const ENDINGS: Record<Outcome["exitReason"], string | null> = {
  horizon: "held to the end",
  stop: "sold at the stop-loss",
  target: "sold at the take-profit",
  "not filled": "it could not be bought",
  none: null,
};

/** What has come of a recommendation, in sentences. */
export function outcomeWords(outcome: Outcome): string {
  const returns = `The stock returned ${change(outcome.returnPct, 2)}, the VN30 ${change(outcome.vn30ReturnPct, 2)}.`;
  return [returns, claimWords(outcome), tradeWords(outcome)].filter((words) => words !== null).join(" ");
}

function claimWords({ cameTrue }: Outcome): string | null {
  if (cameTrue === null) return null;
  return cameTrue ? "The claim came true." : "The claim did not come true.";
}

function tradeWords({
  exitReason,
  entryDate,
  entryFill,
  exitDate,
  exitFill,
  gainPct,
}: Outcome): string | null {
  const ending = ENDINGS[exitReason];
  if (ending === null) return null;
  if (entryFill === null || exitFill === null) return `Whoever followed it: ${ending}.`;
  return (
    `Whoever followed it bought at ${price(entryFill)} VND on ${entryDate} and sold at ${price(exitFill)} VND ` +
    `on ${exitDate} (${ending}): ${change(gainPct, 2)} against the VN30 after costs.`
  );
}
