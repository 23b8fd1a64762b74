import { keepPreviousData } from "@tanstack/react-query";
import { $api, api, given } from "@/api/client";
import { allPages } from "@/shared/table/allPages";
import type { HomeSearch } from "./search";

/** The number of stocks in Top Picks and in My List. */
export const PICKS = 5;
const ROWS_A_PAGE = 100;
const MARKET = "/api/v1/stocks/market-table";

/** The stocks with the largest forecast moves, 7 sessions ahead. */
export function useTopPicks(bucket: "should_buy" | "should_sell") {
  return $api.useQuery("get", "/api/v1/stocks/top-picks", {
    params: { query: { bucket, limit: PICKS, horizonDays: 7 } },
  });
}

/** The number of cards of news, or of events. */
const CARDS = 6;

/** The newest articles. */
export function useNewestNews() {
  return $api.useQuery("get", "/api/v1/news", { params: { query: { limit: CARDS } } });
}

/** The newest events of the platform's own data. */
export function useNewestEvents() {
  return $api.useQuery("get", "/api/v1/events", { params: { query: { limit: CARDS } } });
}

/** The filters and the order of the market as the API takes them. */
function wantedOf({ search, sector, myList, sortBy, sortDir }: HomeSearch) {
  return {
    ...(search !== undefined && { search }),
    ...(sector !== undefined && { sector }),
    ...(myList && { myList }),
    ...(sortBy !== undefined && { sortBy, sortDir: sortDir ?? ("desc" as const) }),
  };
}

/** All rows of the market for the search parameters. */
export function wholeMarket(search: HomeSearch) {
  return allPages(async (page) =>
    given(await api.GET(MARKET, { params: { query: { ...wantedOf(search), ...page } } })),
  );
}

/** The rows of the market for the search parameters, a page at a time. */
export function useMarket(search: HomeSearch) {
  return $api.useInfiniteQuery(
    "get",
    MARKET,
    { params: { query: { ...wantedOf(search), pageSize: ROWS_A_PAGE } } },
    {
      pageParamName: "page",
      initialPageParam: 1,
      getNextPageParam: ({ meta }) => (meta.page * meta.pageSize < meta.total ? meta.page + 1 : undefined),
      // The table stays while the next answer loads.
      placeholderData: keepPreviousData,
      // Comparing thousands of points would take longer than rendering the visible rows.
      structuralSharing: false,
    },
  );
}
