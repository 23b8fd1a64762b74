import { oneOf, pageOf } from "@/shared/search";

export const RUN_STATES = ["pending", "running", "success", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

/** The search parameters of Training: the tab, the filter and page of the runs, and the selected run. */
export type TrainingSearch = {
  tab?: "runs" | undefined;
  run?: string | undefined;
  state?: RunState | undefined;
  page?: number | undefined;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function trainingSearch(raw: Record<string, unknown>): TrainingSearch {
  const { tab, run, state, page } = raw;
  return {
    tab: tab === "runs" ? tab : undefined,
    run: typeof run === "string" && UUID.test(run) ? run : undefined,
    state: oneOf(RUN_STATES, state),
    page: pageOf(page),
  };
}
