import type { Bin } from "@/shared/charts/reliability";
import type { GroupRecord } from "./queries";

/** The bands of a label that have a hit rate with an error, as bins of a reliability diagram. */
export function binsOf(bands: GroupRecord[], label: GroupRecord["label"]): Bin[] {
  return bands.flatMap(({ label: own, meanConfidence, hitRate, hitRateError }) =>
    own === label && meanConfidence !== null && hitRate !== null && hitRateError !== null
      ? [{ meanProbability: meanConfidence, observedShare: hitRate, standardError: hitRateError }]
      : [],
  );
}
