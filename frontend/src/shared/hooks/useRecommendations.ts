import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import { ApiError } from "@/api/errors";

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

/** The recommendations of some stocks at a horizon by ticker; empty while they load, or may not be read. */
export function useLabels(tickers: string[], horizon: Recommendation["horizon"]) {
  const named = [...tickers].sort().slice(0, MAX_TICKERS).join(",");
  const { data } = useRecommendations({ ticker: named, horizon }, named !== "");
  return new Map(data?.data.map((recommendation) => [recommendation.ticker, recommendation]));
}

/** Whether the API refuses recommendations until the user consents to the risk. */
export function needsConsent(error: unknown): boolean {
  return error instanceof ApiError && error.code === "consent_required";
}
