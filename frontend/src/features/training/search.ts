export const RUN_STATES = ["pending", "running", "success", "failed", "cancelled"] as const;
export type RunState = (typeof RUN_STATES)[number];

/** What the address of Training holds: the tab, and of the runs which are listed and which one is watched. */
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
    state: RUN_STATES.find((known) => known === state),
    page:
      typeof page === "number" && Number.isInteger(page) && page > 1 && page <= 1_000_000 ? page : undefined,
  };
}
