import { isObject, type JsonObject } from "@/shared/json";

/** A document while it is edited: any JSON object, because a form can hold invalid values, such as an empty number. */
export type Draft = JsonObject;

/** The draft with another value at a path; missing objects on the way are created. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const [name = "", ...below] = path.split(".");
  if (below.length === 0) return { ...draft, [name]: value };
  const child = draft[name];
  return { ...draft, [name]: withValue(isObject(child) ? child : {}, below.join("."), value) };
}

/** Whether a path equals another path or lies below it. */
export function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`);
}
