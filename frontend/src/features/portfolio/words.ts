import { m } from "@/paraglide/messages";
import type { Kind, LineState } from "./queries";

export const KINDS: Record<Kind, string> = {
  buy: m.portfolio_buy(),
  sell: m.portfolio_sell(),
  deposit: m.portfolio_deposit(),
  withdrawal: m.portfolio_withdrawal(),
  cash_dividend: m.portfolio_cash_dividend(),
  stock_dividend: m.portfolio_new_shares(),
  subscription: m.portfolio_shares_of_a_rights_issue(),
  fee: m.portfolio_fee(),
};

export const STATES: Record<LineState, string> = {
  new: m.portfolio_new(),
  known: m.portfolio_recorded_before(),
  applied: m.portfolio_applied_already(),
  refused: m.portfolio_refused(),
};

const PRICED: Kind[] = ["buy", "sell", "subscription"];

/** Which inputs a kind of transaction has. */
export function fieldsOf(kind: Kind) {
  const priced = PRICED.includes(kind);
  return {
    ticker: priced || kind === "cash_dividend" || kind === "stock_dividend",
    quantity: priced || kind === "stock_dividend",
    price: priced,
    amount: !priced && kind !== "stock_dividend",
    fee: kind === "buy" || kind === "sell",
    tax: kind === "sell" || kind === "cash_dividend",
  };
}

/** `buy` as "Buy"; a reversal is no kind that a person can enter. */
export function kindInWords(kind: Kind | "reversal"): string {
  return kind === "reversal" ? "Reversal" : KINDS[kind];
}
