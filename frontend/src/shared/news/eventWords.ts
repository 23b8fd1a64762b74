import { m } from "@/paraglide/messages";
import { change, compact, count, decimal, plain, price, significant } from "@/shared/format/numbers";
import type { MarketEvent } from "./queries";

/** An event as a sentence, each figure with its unit. */
export function sentenceOf(event: MarketEvent): string {
  const { ticker, value, baseline } = event;
  switch (event.kind) {
    case "ceiling":
      return m.shared_closed_at_ceiling(limitOf(event));
    case "floor":
      return m.shared_closed_at_floor(limitOf(event));
    case "high_52_weeks":
      return m.shared_closed_at_high({ ticker, price: price(value), extreme: price(baseline) });
    case "low_52_weeks":
      return m.shared_closed_at_low({ ticker, price: price(value), extreme: price(baseline) });
    case "volume_spike":
      return m.shared_shares_traded({
        ticker,
        volume: compact(value),
        times: times(value, baseline),
        mean: compact(baseline),
      });
    case "restatement":
      return m.shared_vendor_multiplied({
        ticker,
        factor: significant(value, 4),
        cause: event.detail ?? "–",
      });
    case "ex_date":
      return m.shared_trades_without({ ticker, right: entitlement(event) });
    case "joined_vn30":
      return m.shared_is_member({ ticker });
    case "left_vn30":
      return m.shared_is_no_member({ ticker });
  }
}

const ISSUES: Record<string, string> = {
  stock_dividend: m.shared_issue_stock_dividend(),
  bonus_issue: m.shared_issue_bonus_issue(),
  rights_issue: m.shared_issue_rights_issue(),
  split: m.shared_issue_split(),
};

function limitOf({ ticker, value, baseline }: MarketEvent) {
  return { ticker, price: price(value), change: ratio(value, baseline), reference: price(baseline) };
}

function ratio(value: number | null, baseline: number | null): string {
  return change(value === null || baseline === null ? null : 100 * (value / baseline - 1));
}

function times(value: number | null, baseline: number | null): string {
  return value === null || !baseline ? "–" : decimal(value / baseline, 1);
}

function entitlement({ detail, value, baseline }: MarketEvent): string {
  if (detail === "cash_dividend") return m.shared_right_cash({ amount: count(value) });
  const issue = ISSUES[detail ?? "unknown"] ?? m.shared_issue_unknown();
  const ratio = plain(value);
  return baseline === null
    ? m.shared_right_shares({ issue, ratio })
    : m.shared_right_shares_paid({ issue, ratio, price: price(baseline) });
}
