import { $api } from "@/api/client";

/** More than the number of stocks in an index. */
const ALL_STOCKS = 200;

/** The symbols of all stored stocks. */
export function useTickers() {
  return $api.useQuery(
    "get",
    "/api/v1/stocks/market-table",
    { params: { query: { pageSize: ALL_STOCKS } } },
    { select: (table) => table.data.map(({ symbol }) => symbol) },
  );
}
