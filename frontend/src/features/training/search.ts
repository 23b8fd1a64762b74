import { oneOf, pageOf } from "@/shared/search";

export const RUN_STATES = ["pending", "running", "success", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

/**
 * The search parameters of Training: the tab, the filter and page of the runs, the selected run and
 * the one that it is compared with.
 */
export type TrainingSearch = {
  tab?: "runs" | undefined;
  run?: string | undefined;
  other?: string | undefined;
  state?: RunState | undefined;
  page?: number | undefined;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function trainingSearch(raw: Record<string, unknown>): TrainingSearch {
  const { tab, run, other, state, page } = raw;
  return {
    tab: tab === "runs" ? tab : undefined,
    run: idOf(run),
    other: idOf(other),
    state: oneOf(RUN_STATES, state),
    page: pageOf(page),
  };
}

function idOf(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? value : undefined;
}
