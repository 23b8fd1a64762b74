import { ITEM_KINDS } from "@/shared/news/kinds";
import type { ItemKind } from "@/shared/news/queries";
import { oneOf, pageOf, textOf } from "@/shared/search";

const MAX_TICKER = 20;

/** The search parameters of News: filters and page. */
export type NewsSearch = {
  symbol?: string | undefined;
  kind?: ItemKind | undefined;
  page?: number | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function newsSearch(raw: Record<string, unknown>): NewsSearch {
  return { symbol: symbolOf(raw.symbol), kind: oneOf(ITEM_KINDS, raw.kind), page: pageOf(raw.page) };
}

/** Letters and digits alone, which is what the API accepts. */
export function symbolOf(value: unknown): string | undefined {
  return (
    textOf(value, MAX_TICKER)
      ?.toUpperCase()
      .replace(/[^A-Z0-9]/g, "") || undefined
  );
}
