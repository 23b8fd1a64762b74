import { m } from "@/paraglide/messages";
import type { Measured, Method } from "./queries";

export const METHODS: Record<Method, string> = {
  minimum_variance: m.optimise_minimum_variance(),
  maximum_sharpe: m.optimise_maximum_sharpe(),
  minimum_cvar: m.optimise_minimum_cvar(),
  risk_parity: m.optimise_risk_parity(),
  hierarchical_risk_parity: m.optimise_hierarchical_risk_parity(),
  black_litterman: m.optimise_black_litterman(),
  equal_weight: m.optimise_equal_weight(),
};

export const METHOD_WORDS: Record<Method, string> = {
  minimum_variance: m.optimise_the_least_volatility_by_past_returns(),
  maximum_sharpe: m.optimise_the_highest_past_return_for_its(),
  minimum_cvar: m.optimise_the_least_mean_loss_in_the(),
  risk_parity: m.optimise_each_stock_adds_the_same_risk(),
  hierarchical_risk_parity: m.optimise_risk_is_shared_among_groups_of(),
  black_litterman: m.optimise_the_markets_weights_moved_by_the(),
  equal_weight: m.optimise_the_same_weight_of_each_stock(),
};

export const PORTFOLIOS: Record<Measured["portfolio"], string> = {
  now: m.optimise_held_now(),
  optimal: m.optimise_optimal(),
  ordered: m.optimise_after_the_orders(),
  equal_weight: m.optimise_equal_weight(),
  vn30: m.optimise_vn30(),
};

/** The name of a line of a walk-forward. */
export function lineName(method: string): string {
  if (method === "vn30") return m.optimise_vn30_line();
  if (method === "buy_and_hold") return m.optimise_buy_and_hold();
  return METHODS[method as Method] ?? method;
}
