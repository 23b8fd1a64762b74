import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";
import type { Profile, RecordSearch } from "./search";

export type Detail = Schemas["RecommendationDetail"];
export type TrackRecord = Schemas["TrackRecord"];
export type GroupRecord = Schemas["GroupRecord"];

/** A recommendation with its reasons and its snapshot. */
export function useRecommendation(id: string) {
  return $api.useQuery("get", "/api/v1/recommendations/{id}", { params: { path: { id } } });
}

/** A page of all recommendations for a stock at a horizon, newest first. */
export function useHistory(ticker: string, profile: Profile, horizon: Detail["horizon"], page: number) {
  return $api.useQuery(
    "get",
    "/api/v1/recommendations/history",
    { params: { query: { ticker, profile, horizon, page } } },
    { placeholderData: keepPreviousData },
  );
}

/** How recommendations ended. */
export function useTrackRecord({ profile, horizon = "7d" }: Pick<RecordSearch, "profile"> & { horizon?: Detail["horizon"] | undefined }) {
  return $api.useQuery(
    "get",
    "/api/v1/recommendations/track-record",
    { params: { query: { horizon, ...(profile && { profile }) } } },
    { placeholderData: keepPreviousData },
  );
}

/** The prices of a stock as they were traded, over a range that ends today. */
export function useTradedPrices(ticker: string, range: Schemas["TimeSeries"]["range"]) {
  return $api.useQuery("get", "/api/v1/stocks/{ticker}/timeseries", {
    params: { path: { ticker }, query: { range, prices: "raw" } },
  });
}
