import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { percent } from "@/shared/format/numbers";

/** What the measures of a stock and of a portfolio have in common. */
export type Risk = Pick<
  Schemas["StockRisk"],
  "asOf" | "session" | "ewmaVolatility" | "realisedVolatility" | "periods" | "tails" | "worstSpans" | "stress"
>;
export type Tail = Schemas["TailRisk"];
export type Method = Tail["method"];

export const METHODS: Record<Method, string> = {
  filtered: m.shared_filtered_history(),
  historical: m.shared_history(),
  cornish_fisher: m.shared_cornish_fisher(),
};

export const METHOD_WORDS: Record<Method, string> = {
  filtered: m.shared_the_losses_of_the_past_500(),
  historical: m.shared_the_losses_of_the_past_500_sessions(),
  cornish_fisher: m.shared_the_normal_distribution_corrected_for_the(),
};

const REJECTED_BELOW = 0.05;
/** With fewer expected, the tests accept a value at risk that is never exceeded. */
const LEAST_EXPECTED = 2;

/** `1 in 20` for a confidence of 0.95: how often a loss beyond the value at risk is expected. */
export function oneIn(confidence: number): string {
  return m.shared_one_in({ number: Math.round(1 / (1 - confidence)) });
}

/** `3.1%` for 0.031; `–` for what is not known. */
export function loss(share: number | null | undefined): string {
  return percent(share == null ? share : 100 * share);
}

/** `31.4` for 0.314, where a component writes the percent. */
export function inPercent(share: number | null | undefined): number | null {
  return share == null ? null : 100 * share;
}

/** The sessions that a sale takes, in words. */
export function sellingTime(sessions: number | null | undefined): string {
  if (sessions == null) return m.shared_nothing_traded();
  return sessions <= 1
    ? m.shared_within_one_session()
    : m.shared_count_sessions({ count: Math.ceil(sessions) });
}

/** The value at risk over one session that the card's sentence names, and its back-test. */
export function headline(risk: Risk): Tail | undefined {
  return risk.tails.find(
    ({ method, horizon, confidence }) => method === "filtered" && horizon === 1 && confidence < 0.96,
  );
}

export type Verdict = "held" | "too many" | "too few" | "clustered" | "unclear" | "not tested";

/**
 * What a back-test says in a word: `held` where neither the number of exceptions nor their order is rejected,
 * at a chance of 5 % each of rejecting what is right.
 */
export function verdictOf({ backtest }: Tail): Verdict {
  if (!backtest) return "not tested";
  if (backtest.kupiecP < REJECTED_BELOW)
    return backtest.exceptions > backtest.expected ? "too many" : "too few";
  if (backtest.independenceP != null && backtest.independenceP < REJECTED_BELOW) return "clustered";
  return backtest.expected < LEAST_EXPECTED ? "unclear" : "held";
}
