import { change, compact, count, price } from "@/shared/format/numbers";
import { inWords } from "@/shared/format/words";
import type { MarketEvent } from "./queries";

/** An event as a sentence, each figure with its unit. */
export function sentenceOf(event: MarketEvent): string {
  const { ticker, value, baseline } = event;
  switch (event.kind) {
    case "ceiling":
    case "floor":
      return `${ticker} closed at the ${event.kind}, ${price(value)} VND: ${ratio(value, baseline)} of the reference price ${price(baseline)} VND.`;
    case "high_52_weeks":
      return `${ticker} closed at ${price(value)} VND, above all closes of the 252 sessions before; the highest was ${price(baseline)} VND (adjusted).`;
    case "low_52_weeks":
      return `${ticker} closed at ${price(value)} VND, below all closes of the 252 sessions before; the lowest was ${price(baseline)} VND (adjusted).`;
    case "volume_spike":
      return `${compact(value)} shares of ${ticker} were traded, ${times(value, baseline)} times the mean of the 20 sessions before, ${compact(baseline)}.`;
    case "restatement":
      return `The vendor multiplied earlier prices of ${ticker} by ${value?.toPrecision(4)}. Likely cause: ${event.detail}.`;
    case "ex_date":
      return `From this session on, ${ticker} trades without ${entitlement(event)}.`;
    case "joined_vn30":
      return `${ticker} is a member of the VN30 from this session on.`;
    case "left_vn30":
      return `${ticker} is no member of the VN30 from this session on.`;
  }
}

function ratio(value: number | null, baseline: number | null): string {
  return change(value === null || baseline === null ? null : 100 * (value / baseline - 1));
}

function times(value: number | null, baseline: number | null): string {
  return value === null || !baseline ? "–" : (value / baseline).toFixed(1);
}

function entitlement({ detail, value, baseline }: MarketEvent): string {
  if (detail === "cash_dividend") return `a cash dividend of ${count(value)} VND a share`;
  const paid = baseline === null ? "" : ` at ${price(baseline)} VND each`;
  const what = detail === null || detail === "unknown" ? "an issue" : `a ${inWords(detail)}`;
  return `${what} of ${value} new shares for each share held${paid}`;
}
