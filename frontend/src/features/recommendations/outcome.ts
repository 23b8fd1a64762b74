import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { change, price } from "@/shared/format/numbers";

type Outcome = Schemas["Outcome"];

const ENDINGS: Record<Outcome["exitReason"], string | null> = {
  horizon: m.recommendations_held_to_end(),
  stop: m.recommendations_sold_at_stop(),
  target: m.recommendations_sold_at_target(),
  "not filled": m.recommendations_not_bought(),
  none: null,
};

/** What has come of a recommendation, in sentences. */
export function outcomeWords(outcome: Outcome): string {
  const returns = m.recommendations_returned({
    stock: change(outcome.returnPct, 2),
    vn30: change(outcome.vn30ReturnPct, 2),
  });
  return [returns, claimWords(outcome), tradeWords(outcome)].filter((words) => words !== null).join(" ");
}

function claimWords({ cameTrue }: Outcome): string | null {
  if (cameTrue === null) return null;
  return cameTrue ? m.recommendations_claim_true() : m.recommendations_claim_not_true();
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
  if (entryFill === null || exitFill === null) return m.recommendations_whoever_ending({ ending });
  return m.recommendations_whoever_traded({
    bought: price(entryFill),
    bought_on: entryDate ?? "–",
    sold: price(exitFill),
    sold_on: exitDate ?? "–",
    ending,
    gain: change(gainPct, 2),
  });
}
