import { oneOf, pageOf } from "@/shared/search";

export const TABS = ["holdings", "transactions"] as const;

/** The search parameters of Portfolio: which one, what of it, and the page of its record. */
export type PortfolioSearch = {
  id?: string | undefined;
  tab?: (typeof TABS)[number] | undefined;
  page?: number | undefined;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function portfolioSearch(raw: Record<string, unknown>): PortfolioSearch {
  return {
    id: typeof raw.id === "string" && UUID.test(raw.id) ? raw.id : undefined,
    tab: oneOf(TABS, raw.tab),
    page: pageOf(raw.page),
  };
}
