import type { Schemas } from "@/api/client";
import { change } from "@/shared/format/numbers";

type Outcome = Schemas["Outcome"];

const ENDINGS: Record<Outcome["ending"], string> = {
  horizon: "held to the end of its horizon",
  stop: "the stop-loss was met",
  target: "the take-profit was met",
  not_filled: "it could not be traded",
};

/** How a recommendation ended, in a sentence. */
export function outcomeWords(label: string, outcome: Outcome): string {
  const ending = `${outcome.judgedOn}: ${ENDINGS[outcome.ending]}`;
  if (outcome.cameTrue === null) return `${ending}.`;
  const verdict = outcome.cameTrue ? "came true" : "did not come true";
  const against = outcome.excessPct === null ? "" : `, ${change(outcome.excessPct, 2)} against the VN30 after costs`;
  return `${ending}. The stock returned ${change(outcome.returnPct, 2)}${against}. The claim of ${label} ${verdict}.`;
}
