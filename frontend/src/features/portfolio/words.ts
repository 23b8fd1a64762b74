import { m } from "@/paraglide/messages";
import type { Kind, LineState } from "./queries";

const kindsIn = (language?: { locale: "en" }): Record<Kind | "reversal", string> => ({
  buy: m.portfolio_buy({}, language),
  sell: m.portfolio_sell({}, language),
  deposit: m.portfolio_deposit({}, language),
  withdrawal: m.portfolio_withdrawal({}, language),
  cash_dividend: m.portfolio_cash_dividend({}, language),
  stock_dividend: m.portfolio_new_shares({}, language),
  subscription: m.portfolio_shares_of_a_rights_issue({}, language),
  fee: m.portfolio_fee({}, language),
  reversal: m.portfolio_reversal({}, language),
});

/** The kinds that a person can enter. */
export const { reversal: REVERSAL, ...KINDS } = kindsIn();

/** The kinds in files, which programs read: in English whatever the language of the app. */
export const KINDS_IN_FILES = kindsIn({ locale: "en" });

export const STATES: Record<LineState, string> = {
  new: m.portfolio_new(),
  known: m.portfolio_recorded_before(),
  applied: m.portfolio_applied_already(),
  refused: m.portfolio_refused(),
};

const FIELDS: Record<string, string> = {
  day: m.portfolio_day(),
  kind: m.portfolio_kind(),
  ticker: m.portfolio_ticker(),
  quantity: m.portfolio_shares(),
  price: m.portfolio_price(),
  amount: m.portfolio_amount(),
  fee: m.portfolio_fee(),
  tax: m.portfolio_tax(),
  note: m.portfolio_note(),
};

/** The columns of a statement with what each was read as: "Mã CK as Ticker". */
export function columnsInWords(columns: Record<string, string>): string {
  return Object.entries(columns)
    .map(([field, header]) => m.portfolio_column_as({ header, field: FIELDS[field] ?? field }))
    .join(", ");
}

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
  return kind === "reversal" ? REVERSAL : KINDS[kind];
}
