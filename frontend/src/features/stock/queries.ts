import { keepPreviousData } from "@tanstack/react-query";
import { $api } from "@/api/client";
import type { History, Horizon, Prices, Range } from "./search";

const CHOICES = 30;
// More than a stock has in ten years.
const MAX_ACTIONS = 200;

/** The company behind a ticker. */
export function useOverview(ticker: string) {
  return $api.useQuery("get", "/api/v1/stocks/{ticker}", { params: { path: { ticker } } });
}

/** The forecasts at all horizons. */
export function usePredictions(ticker: string) {
  return $api.useQuery("get", "/api/v1/stocks/{ticker}/predictions", { params: { path: { ticker } } });
}

/** Closes and the forecast path. */
export function useChart(ticker: string, history: History, horizon: Horizon, enabled: boolean) {
  return $api.useQuery(
    "get",
    "/api/v1/stocks/{ticker}/chart",
    {
      params: {
        path: { ticker },
        query: { historicalRange: `${history}d`, predictionRange: `${horizon}d` },
      },
    },
    {
      enabled,
      // The chart stays while another range of the same stock loads; a chart of another stock would mislead.
      placeholderData: (before) => (before?.ticker === ticker ? before : undefined),
    },
  );
}

/** The bars of a range. */
export function useTimeSeries(ticker: string, range: Range, prices: Prices) {
  return $api.useQuery(
    "get",
    "/api/v1/stocks/{ticker}/timeseries",
    { params: { path: { ticker }, query: { range, prices } } },
    { placeholderData: (before) => (before?.ticker === ticker ? before : undefined) },
  );
}

/** The corporate actions, newest first. */
export function useActions(ticker: string) {
  return $api.useQuery("get", "/api/v1/stocks/{ticker}/actions", {
    params: { path: { ticker }, query: { pageSize: MAX_ACTIONS } },
  });
}

/** The reliability of ranks and chances to beat the VN30, of all stocks together. */
export function useReliability() {
  return $api.useQuery("get", "/api/v1/models/reliability");
}

/** The age and the errors of the model. */
export function useModelStatus(ticker: string) {
  return $api.useQuery("get", "/api/v1/models/{ticker}/status", { params: { path: { ticker } } });
}

/** The stocks whose symbol or name contains `search`. */
export function useStocks(search: string) {
  return $api.useQuery(
    "get",
    "/api/v1/stocks/market-table",
    { params: { query: { ...(search && { search }), pageSize: CHOICES } } },
    { placeholderData: keepPreviousData },
  );
}

/** The newest price with reference, ceiling and floor; it is asked for again each minute. */
export function useQuote(ticker: string) {
  return $api.useQuery(
    "get",
    "/api/v1/quotes",
    { params: { query: { symbols: ticker } } },
    { refetchInterval: 60_000 },
  );
}

/** What is known of a stock: shares, earnings, ratios, foreign room, size and range. */
export function useKeyFigures(ticker: string) {
  return $api.useQuery("get", "/api/v1/stocks/{ticker}/fundamentals", { params: { path: { ticker } } });
}
