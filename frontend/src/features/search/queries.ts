import { useQuery } from "@tanstack/react-query";
import { api, given, type Schemas } from "@/api/client";

/** The API's maximum of rows. */
const ROWS_A_PAGE = 200;

/** The symbols, names and sectors of all stored stocks. */
export function useStocks() {
  return useQuery({
    queryKey: ["stocks-of-search"],
    staleTime: 10 * 60_000,
    queryFn: async () => {
      const stocks: Schemas["MarketRow"][] = [];
      for (let page = 1, total = 1; stocks.length < total; page++) {
        const query = { page, pageSize: ROWS_A_PAGE };
        const { data, meta } = given(await api.GET("/api/v1/stocks/market-table", { params: { query } }));
        if (data.length === 0) break;
        stocks.push(...data);
        total = meta.total;
      }
      return stocks;
    },
  });
}
