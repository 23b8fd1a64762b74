import { messageOf, refusalOf } from "@/api/errors";
import { m } from "@/paraglide/messages";

/** The fields of the form by the names of the API's fields. */
const LABELS: Record<string, () => string> = {
  maxWeight: m.optimise_most_of_a_stock,
  minWeight: m.optimise_least_of_a_held_stock,
  cashShare: m.optimise_kept_in_cash,
  maxTurnover: m.optimise_most_turnover,
  minNames: m.optimise_least_stocks,
  maxNames: m.optimise_most_stocks,
  minHoldingSessions: m.optimise_least_holding_sessions,
  maxBySector: m.optimise_limit_a_sector,
};

/** An error whose message names the fields as the form does: the API's begins with its own names. */
export function inWordsOfTheForm(error: unknown): unknown {
  const [, names, reason] = /^([\w, ]+): (.*)$/s.exec(messageOf(error)) ?? [];
  if (refusalOf(error) !== "infeasible" || names === undefined) return error;
  const labels = names.split(", ").map((name) => LABELS[name]?.());
  if (labels.includes(undefined)) return error;
  // The unit behind the comma is no part of the name.
  return new Error(`${labels.map((label) => label?.replace(/, [^,]+$/, "")).join(", ")}: ${reason}`);
}
