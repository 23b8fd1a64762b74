import { oneOf, pageOf, textOf } from "@/shared/search";
import { type OrderSearch, orderSearch } from "@/shared/table/serverOrder";

export const PROFILES = ["conservative", "moderate", "aggressive"] as const;
export const LABELS = ["BUY", "HOLD", "SELL"] as const;
export const HORIZONS = ["7d", "15d", "30d"] as const;

/** The horizons that the track record has in its address: the first is its default. */
export const LATER_HORIZONS = ["15d", "30d"] as const;

export type Profile = (typeof PROFILES)[number];
export type Horizon = (typeof HORIZONS)[number];

const MAX_TICKER = 20;

/** The columns that the API sorts by. */
export const SORTS = ["confidence", "expected_return_pct", "entry_price", "worst_case_pct"] as const;

/** The search parameters of Recommendations: filters, order and page. */
export type RecommendationSearch = OrderSearch<(typeof SORTS)[number]> & {
  profile?: Profile | undefined;
  label?: (typeof LABELS)[number] | undefined;
  horizon?: Horizon | undefined;
  ticker?: string | undefined;
  page?: number | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function recommendationSearch(raw: Record<string, unknown>): RecommendationSearch {
  return {
    profile: oneOf(PROFILES, raw.profile),
    label: oneOf(LABELS, raw.label),
    horizon: oneOf(HORIZONS, raw.horizon),
    ticker: tickerOf(raw.ticker),
    ...orderSearch(SORTS, raw),
    page: pageOf(raw.page),
  };
}

/** The search parameters of Track record: which recommendations it is of. */
export type RecordSearch = {
  profile?: Profile | undefined;
  horizon?: (typeof LATER_HORIZONS)[number] | undefined;
};

export function recordSearch(raw: Record<string, unknown>): RecordSearch {
  return { profile: oneOf(PROFILES, raw.profile), horizon: oneOf(LATER_HORIZONS, raw.horizon) };
}

/** Letters and digits alone, which is what the API accepts. */
export function tickerOf(value: unknown): string | undefined {
  return (
    textOf(value, MAX_TICKER)
      ?.toUpperCase()
      .replace(/[^A-Z0-9]/g, "") || undefined
  );
}
