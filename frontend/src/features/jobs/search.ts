import { oneOf, pageOf } from "@/shared/search";

export const KINDS = ["training", "simulations", "walk_forward", "crawl"] as const;
export const STATES = ["queued", "running", "done", "failed", "cancelled"] as const;

/** The search parameters of Jobs: filters and page. */
export type JobsSearch = {
  kind?: (typeof KINDS)[number] | undefined;
  state?: (typeof STATES)[number] | undefined;
  /** The jobs of everybody whom the user may see; without it, the user's own. */
  by?: "all" | undefined;
  page?: number | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function jobsSearch(raw: Record<string, unknown>): JobsSearch {
  return {
    kind: oneOf(KINDS, raw.kind),
    state: oneOf(STATES, raw.state),
    by: oneOf(["all"] as const, raw.by),
    page: pageOf(raw.page),
  };
}
