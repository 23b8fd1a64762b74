import { keepPreviousData } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { useConsent } from "@/shared/consent/queries";
import { allPages } from "@/shared/table/allPages";
import { type OrderSearch, orderQuery } from "@/shared/table/serverOrder";

export type Recommendation = Schemas["RecommendationRow"];

const LIST = "/api/v1/recommendations";

/** The largest number of tickers that one request names. */
const MAX_TICKERS = 20;

type Wanted = {
  profile?: Recommendation["profile"] | undefined;
  label?: Recommendation["label"] | undefined;
  horizon?: Recommendation["horizon"] | undefined;
  ticker?: string | undefined;
} & OrderSearch<"confidence" | "expected_return_pct" | "entry_price" | "worst_case_pct">;

/** A page of the newest recommendations of a profile, by default that of the user's settings. */
export function useRecommendations(
  { page, ...wanted }: Wanted & { page?: number | undefined },
  enabled = true,
) {
  return $api.useQuery(
    "get",
    LIST,
    { params: { query: { ...queryOf(wanted), ...(page && { page }) } } },
    { enabled, placeholderData: keepPreviousData },
  );
}

/** All recommendations that match. */
export function allRecommendations(wanted: Wanted) {
  return allPages(async (page) =>
    given(await api.GET(LIST, { params: { query: { ...queryOf(wanted), ...page } } })),
  );
}

function queryOf({ profile, label, horizon, ticker, ...order }: Wanted) {
  return {
    ...(profile && { profile }),
    ...(label && { label }),
    ...(horizon && { horizon }),
    ...(ticker && { ticker }),
    ...orderQuery(order),
  };
}

/** Recommendations of some stocks on a page that does not wait for consent: none before the user has given it. */
export function useRecommendationsOf(tickers: string[], horizon?: Recommendation["horizon"]) {
  const consent = useConsent();
  const ticker = [...tickers].sort().slice(0, MAX_TICKERS).join(",");
  const query = useRecommendations({ ticker, horizon }, consent.data?.isRequired === false && ticker !== "");
  return { query, needsConsent: consent.data?.isRequired === true };
}
