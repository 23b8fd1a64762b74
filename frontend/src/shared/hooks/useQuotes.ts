import { useQueries } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";

export type Quote = Schemas["Quote"];

/** One request names fewer than the API's 50, so that the address of long tickers stays within its limit. */
const QUOTES_A_REQUEST = 40;

/** The quotes of stocks by ticker, as far as they have loaded; a list without them is complete, only without colours. */
export function useQuotes(tickers: string[]): ReadonlyMap<string, Quote> {
  const sorted = [...new Set(tickers)].sort();
  const parts = Array.from({ length: Math.ceil(sorted.length / QUOTES_A_REQUEST) }, (_, part) =>
    sorted.slice(part * QUOTES_A_REQUEST, (part + 1) * QUOTES_A_REQUEST).join(","),
  );
  return useQueries({
    queries: parts.map((symbols) =>
      $api.queryOptions(
        "get",
        "/api/v1/quotes",
        { params: { query: { symbols } } },
        { staleTime: 60_000, refetchInterval: 60_000 },
      ),
    ),
    combine: byTicker,
  });
}

function byTicker(answers: { data: Schemas["Quotes"] | undefined }[]): ReadonlyMap<string, Quote> {
  return new Map(answers.flatMap(({ data }) => data?.data ?? []).map((quote) => [quote.ticker, quote]));
}
