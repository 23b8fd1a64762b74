import { wordsFor } from "@/shared/format/words";
import { differences, isObject, type JsonObject, valueAt } from "@/shared/json";

/** A field of an entry; a side is `null` where the entry did not record it. */
export type Change = { field: string; before: string | null; after: string | null };

/** The fields that differ between the values before and after. */
export function changesOf(before: JsonObject | null, after: JsonObject | null): Change[] {
  const words = (values: JsonObject | null, path: string) => values && wordsFor(valueAt(values, path));
  return differences(before ?? {}, after ?? {})
    .flatMap((path) => leavesOf(path, valueAt(before ?? {}, path) ?? valueAt(after ?? {}, path)))
    .map((path) => ({ field: fieldInWords(path), before: words(before, path), after: words(after, path) }));
}

/** The paths of the fields within an object that one side alone has. */
function leavesOf(path: string, value: unknown): string[] {
  if (!isObject(value)) return [path];
  return Object.entries(value).flatMap(([name, below]) => leavesOf(`${path}.${name}`, below));
}

/** `conf › end date` for `conf.endDate` */
function fieldInWords(path: string): string {
  return path.replaceAll(".", " › ").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
