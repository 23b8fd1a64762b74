/** Any JSON object. */
export type JsonObject = { readonly [name: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path such as `models.ridge.alpha`; `undefined` if there is none. */
export function valueAt(object: JsonObject, path: string): unknown {
  let value: unknown = object;
  for (const name of path.split(".")) value = isObject(value) ? value[name] : undefined;
  return value;
}

/** The paths of the fields in which two objects differ; a missing field equals `null`. */
export function differences(left: unknown, right: unknown, path = ""): string[] {
  if (isObject(left) && isObject(right)) {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return names.flatMap((name) => differences(left[name], right[name], path ? `${path}.${name}` : name));
  }
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null) ? [] : [path];
}
