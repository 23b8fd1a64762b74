import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { useConsent } from "@/shared/consent/queries";

export type Recommendation = Schemas["RecommendationRow"];

/** The largest number of tickers that one request names. */
const MAX_TICKERS = 20;

type Wanted = {
  profile?: Recommendation["profile"] | undefined;
  label?: Recommendation["label"] | undefined;
  horizon?: Recommendation["horizon"] | undefined;
  ticker?: string | undefined;
  page?: number | undefined;
};

/** A page of the newest recommendations of a profile, by default that of the user's settings. */
export function useRecommendations({ profile, label, horizon, ticker, page }: Wanted, enabled = true) {
  return $api.useQuery(
    "get",
    "/api/v1/recommendations",
    {
      params: {
        query: {
          ...(profile && { profile }),
          ...(label && { label }),
          ...(horizon && { horizon }),
          ...(ticker && { ticker }),
          ...(page && { page }),
        },
      },
    },
    { enabled, placeholderData: keepPreviousData },
  );
}

/** Recommendations of some stocks on a page that does not wait for consent: none before the user has given it. */
export function useRecommendationsOf(tickers: string[], horizon?: Recommendation["horizon"]) {
  const consent = useConsent();
  const ticker = [...tickers].sort().slice(0, MAX_TICKERS).join(",");
  const query = useRecommendations({ ticker, horizon }, consent.data?.isRequired === false && ticker !== "");
  return { query, needsConsent: consent.data?.isRequired === true };
}
