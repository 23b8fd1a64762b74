import { uuidOf } from "@/shared/search";

/** The search parameters of Optimise: the portfolio, and the walk-forward that is shown. */
export type OptimiseSearch = { id?: string | undefined; walk?: string | undefined };

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function optimiseSearch(raw: Record<string, unknown>): OptimiseSearch {
  return { id: uuidOf(raw.id), walk: uuidOf(raw.walk) };
}
