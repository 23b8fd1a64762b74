import type { Schemas } from "@/api/client";
import type { FieldFault } from "@/api/errors";
import { differences, isObject, type JsonObject, valueAt } from "@/shared/json";

/**
 * A configuration while it is edited: any JSON object, because a form can hold invalid values,
 * such as an empty number.
 */
export type Draft = JsonObject;

type Paths<T> = T extends readonly unknown[] | string | number | boolean | null | undefined
  ? never
  : { [K in keyof T & string]: K | `${K}.${Paths<NonNullable<T[K]>>}` }[keyof T & string];

/** The paths of models, of indicators and of their fields, which the schema alone names. */
export type ModelPath = `models.${string}`;
export type IndicatorPath = `indicators.${string}`;

/** The path of a field as the API writes it: `models.ridge.alpha`. */
export type FieldPath =
  | Paths<Omit<Schemas["TrainingConfig"], "models" | "indicators">>
  | `ensemble.weights.${string}`
  | ModelPath
  | IndicatorPath;

/** A section of the configuration, which is a card of the form. */
export type Section = keyof Schemas["TrainingConfig"];

/** The draft with another value at a path; missing objects on the way are created. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const [name = "", ...below] = path.split(".");
  if (below.length === 0) return { ...draft, [name]: value };
  const child = draft[name];
  return { ...draft, [name]: withValue(isObject(child) ? child : {}, below.join("."), value) };
}

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

/** Whether a path equals another path or lies below it. */
export function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`);
}

/** Whether a draft with these faults is a valid configuration. */
export function isConfig(draft: Draft, faults: FieldFault[]): draft is Schemas["TrainingConfig"] {
  return isObject(draft) && faults.length === 0;
}
