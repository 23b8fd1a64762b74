import { $api, type Schemas } from "@/api/client";
import type { Horizon } from "@/shared/horizons";

export type Features = Schemas["RunFeatures"];

const SESSIONS = { "7d": 7, "15d": 15, "30d": 30 } as const satisfies Record<Horizon, number>;

/** What the models of a run use at a horizon, and which features its fits had selected. */
export function useFeatures(runId: string, horizon: Horizon) {
  return $api.useQuery("get", "/api/v1/experiments/{runId}/features", {
    params: { path: { runId }, query: { horizonDays: SESSIONS[horizon] } },
  });
}
