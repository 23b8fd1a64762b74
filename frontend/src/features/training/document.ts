import type { Schemas } from "@/api/client";
import type { FieldFault } from "@/api/errors";
import { type Draft, isWithin, withValue } from "@/shared/form/draft";
import { differences, isObject, valueAt } from "@/shared/json";

/** The changes from `base` to `mine`, applied to `theirs`; `both`: the fields that both have changed. */
export function rebased(base: Draft, mine: Draft, theirs: Draft): { draft: Draft; both: string[] } {
  const changed = differences(base, mine);
  const changedThere = differences(base, theirs);
  return {
    draft: changed.reduce((draft, path) => withValue(draft, path, valueAt(mine, path)), theirs),
    both: changed.filter((path) =>
      changedThere.some((there) => isWithin(path, there) || isWithin(there, path)),
    ),
  };
}

/** Whether a draft with these faults is a valid configuration. */
export function isConfig(draft: Draft, faults: FieldFault[]): draft is Schemas["TrainingConfig"] {
  return isObject(draft) && faults.length === 0;
}
