import { keepPreviousData } from "@tanstack/react-query";
import { $api, type Schemas } from "@/api/client";

export type Article = Schemas["NewsArticle"];
export type MarketEvent = Schemas["MarketEvent"];
export type NewsOrEvent = Schemas["NewsOrEvent"];
export type EventKind = MarketEvent["kind"];

/** Of items in a list: articles, all events, or one kind of events. */
export type ItemKind = "article" | "event" | EventKind;

type Wanted = { symbol?: string | undefined; kind?: ItemKind | undefined; page?: number | undefined };

/** A page of articles and events, newest first. */
export function useNewsAndEvents({ symbol, kind, page }: Wanted, limit: number) {
  return $api.useQuery(
    "get",
    "/api/v1/news-and-events",
    {
      params: {
        query: { ...(symbol && { symbol }), ...(kind && { kind }), ...(page && { page }), limit },
      },
    },
    { placeholderData: keepPreviousData },
  );
}
