import type { Kind, LineState } from "./queries";

export const KINDS: Record<Kind, string> = {
  buy: "Buy",
  sell: "Sell",
  deposit: "Deposit",
  withdrawal: "Withdrawal",
  cash_dividend: "Cash dividend",
  stock_dividend: "New shares",
  subscription: "Shares of a rights issue",
  fee: "Fee",
};

export const STATES: Record<LineState, string> = {
  new: "New",
  known: "Recorded before",
  applied: "Applied already",
  refused: "Refused",
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
