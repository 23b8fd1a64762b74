import { keepPreviousData } from "@tanstack/react-query";
import { $api, api, given, type Schemas } from "@/api/client";
import { allPages } from "@/shared/table/allPages";
import type { RecordSearch } from "./search";

export type Past = Schemas["PastRecommendation"];
export type Detail = Schemas["RecommendationDetail"];
export type TrackRecord = Schemas["TrackRecord"];
export type GroupRecord = Schemas["GroupRecord"];

const HISTORY = "/api/v1/recommendations/history";

/** A recommendation with its reasons and its snapshot. */
export function useRecommendation(recommendationId: string) {
  return $api.useQuery("get", "/api/v1/recommendations/{recommendationId}", {
    params: { path: { recommendationId } },
  });
}

type Of = Pick<Detail, "ticker" | "profile" | "horizon">;

/** A page of all recommendations for a stock at a horizon, newest first. */
export function useHistory({ ticker, profile, horizon }: Of, page: number) {
  return $api.useQuery(
    "get",
    HISTORY,
    { params: { query: { ticker, profile, horizon, page } } },
    { placeholderData: keepPreviousData },
  );
}

/** All pages of it. */
export function wholeHistory({ ticker, profile, horizon }: Of) {
  return allPages(async (page) =>
    given(await api.GET(HISTORY, { params: { query: { ticker, profile, horizon, ...page } } })),
  );
}

/** What has come of the recommendations of a profile, by default that of the user's settings. */
export function useTrackRecord({ profile, horizon }: RecordSearch) {
  return $api.useQuery(
    "get",
    "/api/v1/recommendations/track-record",
    { params: { query: { ...(horizon && { horizon }), ...(profile && { profile }) } } },
    { placeholderData: keepPreviousData },
  );
}

/** A page of the replays, newest first. */
export function useReplays(page: number) {
  return $api.useQuery(
    "get",
    "/api/v1/recommendations/replays",
    { params: { query: { page } } },
    { placeholderData: keepPreviousData },
  );
}

/** A replay with what it has otherwise. */
export function useReplay(replayId: string) {
  return $api.useQuery("get", "/api/v1/recommendations/replays/{replayId}", {
    params: { path: { replayId } },
  });
}

/** The prices of a stock as they were traded, over a range that ends today. */
export function useTradedPrices(ticker: string, range: Schemas["TimeSeries"]["range"]) {
  return $api.useQuery("get", "/api/v1/stocks/{ticker}/timeseries", {
    params: { path: { ticker }, query: { range, prices: "raw" } },
  });
}
