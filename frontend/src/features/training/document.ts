import type { Schemas } from "@/api/client";
import type { FieldFault } from "@/api/errors";

/**
 * A configuration while it is edited: any JSON object, because a form can hold what no configuration may,
 * such as an empty number.
 */
export type Draft = { readonly [name: string]: unknown };

type Paths<T> = T extends readonly unknown[] | string | number | boolean | null | undefined
  ? never
  : { [K in keyof T & string]: K | `${K}.${Paths<NonNullable<T[K]>>}` }[keyof T & string];

/** The path of a field as the API writes it: `models.ridge.alpha`. */
export type FieldPath = Paths<Schemas["TrainingConfig"]>;

/** A section of the configuration, which is a card of the form. */
export type Section = keyof Schemas["TrainingConfig"];

/** What stands at a path; `undefined` for nothing. */
export function valueAt(draft: Draft, path: string): unknown {
  let value: unknown = draft;
  for (const name of path.split(".")) value = isObject(value) ? value[name] : undefined;
  return value;
}

/** The same draft with another value at a path; what is on the way there and is missing is made. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const [name = "", ...below] = path.split(".");
  if (below.length === 0) return { ...draft, [name]: value };
  const child = draft[name];
  return { ...draft, [name]: withValue(isObject(child) ? child : {}, below.join("."), value) };
}

/** The paths of the fields in which two drafts differ; a field that is missing is as good as `null`. */
export function differences(one: unknown, other: unknown, path = ""): string[] {
  if (isObject(one) && isObject(other)) {
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return names.flatMap((name) => differences(one[name], other[name], path ? `${path}.${name}` : name));
  }
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null) ? [] : [path];
}

/** What was changed from `base` to `mine`, made again on `theirs`; `both`: fields that `theirs` has changed as well. */
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

/** Whether a path is another one or below it. */
export function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`);
}

export function isObject(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a draft in which these faults were found is a configuration. */
export function isConfig(draft: Draft, faults: FieldFault[]): draft is Schemas["TrainingConfig"] {
  return isObject(draft) && faults.length === 0;
}
