import { keepPreviousData } from "@tanstack/react-query";
import { $api } from "@/api/client";
import type { HomeSearch } from "./search";

/** Top picks and My List show as many. */
export const PICKS = 5;
const ROWS_A_PAGE = 100;

/** The stocks that are forecast to move most, 7 sessions ahead. */
export function useTopPicks(bucket: "should_buy" | "should_sell") {
  return $api.useQuery("get", "/api/v1/stocks/top-picks", {
    params: { query: { bucket, limit: PICKS, horizonDays: 7 } },
  });
}

/** The rows of the market that the address asks for, a page at a time. */
export function useMarket({ search, sector, myList, sortBy, sortDir }: HomeSearch) {
  return $api.useInfiniteQuery(
    "get",
    "/api/v1/stocks/market-table",
    {
      params: {
        query: {
          ...(search !== undefined && { search }),
          ...(sector !== undefined && { sector }),
          ...(myList && { myList }),
          ...(sortBy !== undefined && { sortBy, sortDir: sortDir ?? "desc" }),
          pageSize: ROWS_A_PAGE,
        },
      },
    },
    {
      pageParamName: "page",
      initialPageParam: 1,
      getNextPageParam: ({ meta }) => (meta.page * meta.pageSize < meta.total ? meta.page + 1 : undefined),
      // The table stays while the next answer is on its way.
      placeholderData: keepPreviousData,
      // Comparing thousands of points with those of before would take longer than drawing the rows in sight.
      structuralSharing: false,
    },
  );
}
