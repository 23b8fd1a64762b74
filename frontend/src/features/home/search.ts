/** The tabs of the top picks. */
export const TABS = ["should_buy", "should_sell", "my_list"] as const;
export type Tab = (typeof TABS)[number];

/** What the API can sort the market by; by symbol otherwise. */
export const SORTS = ["price", "change_7d", "change_15d", "change_30d", "predicted_change_7d"] as const;
export type Sort = (typeof SORTS)[number];

/** The longest search that the API takes. */
export const LONGEST_SEARCH = 100;

/** What the address of Home holds: the tab, and what the market table shows in which order. */
export type HomeSearch = {
  tab?: Exclude<Tab, "should_buy"> | undefined;
  search?: string | undefined;
  sector?: string | undefined;
  myList?: true | undefined;
  sortBy?: Sort | undefined;
  sortDir?: "asc" | undefined;
};

export function homeSearch(raw: Record<string, unknown>): HomeSearch {
  const sortBy = SORTS.find((sort) => sort === raw.sortBy);
  return {
    tab: raw.tab === "should_sell" || raw.tab === "my_list" ? raw.tab : undefined,
    search: text(raw.search),
    sector: text(raw.sector),
    myList: raw.myList === true ? true : undefined,
    sortBy,
    sortDir: sortBy !== undefined && raw.sortDir === "asc" ? "asc" : undefined,
  };
}

/** The router reads `?search=15` as a number. */
function text(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  return String(value).trim().slice(0, LONGEST_SEARCH) || undefined;
}
