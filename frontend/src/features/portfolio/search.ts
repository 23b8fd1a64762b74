import { oneOf, pageOf, uuidOf } from "@/shared/search";

export const TABS = ["holdings", "transactions"] as const;

/** The search parameters of Portfolio: which one, what of it, and the page of its record. */
export type PortfolioSearch = {
  id?: string | undefined;
  tab?: (typeof TABS)[number] | undefined;
  page?: number | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function portfolioSearch(raw: Record<string, unknown>): PortfolioSearch {
  return {
    id: uuidOf(raw.id),
    tab: oneOf(TABS, raw.tab),
    page: pageOf(raw.page),
  };
}
