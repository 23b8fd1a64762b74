import { oneOf, textOf } from "@/shared/search";

/** The tabs of the top picks. */
export const TABS = ["should_buy", "should_sell", "my_list"] as const;
export type Tab = (typeof TABS)[number];

/** The orders of the market in the API; the default is by symbol. */
export const SORTS = [
  "price",
  "change_7d",
  "change_15d",
  "change_30d",
  "predicted_change_7d",
  "vn30_rank_7d",
] as const;
export type Sort = (typeof SORTS)[number];

/** The API's maximum length of a search. */
export const MAX_SEARCH_LENGTH = 100;

/** The search parameters of Market: the tab, and the filters and order of the market table. */
export type HomeSearch = {
  tab?: Exclude<Tab, "should_buy"> | undefined;
  search?: string | undefined;
  sector?: string | undefined;
  myList?: true | undefined;
  sortBy?: Sort | undefined;
  sortDir?: "asc" | undefined;
};

export function homeSearch(raw: Record<string, unknown>): HomeSearch {
  const sortBy = oneOf(SORTS, raw.sortBy);
  return {
    tab: raw.tab === "should_sell" || raw.tab === "my_list" ? raw.tab : undefined,
    search: textOf(raw.search, MAX_SEARCH_LENGTH),
    sector: textOf(raw.sector, MAX_SEARCH_LENGTH),
    myList: raw.myList === true ? true : undefined,
    sortBy,
    sortDir: sortBy !== undefined && raw.sortDir === "asc" ? "asc" : undefined,
  };
}
