import type { Measured, Method } from "./queries";

export const METHODS: Record<Method, string> = {
  minimum_variance: "Minimum variance",
  maximum_sharpe: "Maximum Sharpe",
  minimum_cvar: "Minimum CVaR",
  risk_parity: "Risk parity",
  hierarchical_risk_parity: "Hierarchical risk parity",
  black_litterman: "Black-Litterman",
  equal_weight: "Equal weight",
};

export const METHOD_WORDS: Record<Method, string> = {
  minimum_variance: "The least volatility by past returns. It needs no expected returns.",
  maximum_sharpe: "The highest past return for its volatility. Past means are poor forecasts.",
  minimum_cvar: "The least mean loss in the worst 5 % of past sessions.",
  risk_parity: "Each stock adds the same risk.",
  hierarchical_risk_parity: "Risk is shared among groups of stocks that move together.",
  black_litterman:
    "The market's weights, moved by the forecasts as far as their skill is proven out of sample.",
  equal_weight: "The same weight of each stock: what the others have to beat.",
};

export const PORTFOLIOS: Record<Measured["portfolio"], string> = {
  now: "Held now",
  optimal: "Optimal",
  ordered: "After the orders",
  equal_weight: "Equal weight",
  vn30: "VN30",
};

/** The name of a line of a walk-forward. */
export function lineName(method: string): string {
  if (method === "vn30") return "VN30, without dividends and costs";
  if (method === "buy_and_hold") return "Buy and hold";
  return METHODS[method as Method] ?? method;
}
