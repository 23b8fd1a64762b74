import type { Axis } from "../queries";

/** A field that a batch varies, and its values as they are typed. */
export type TypedAxis = { id: number; field: string | null; values: string[] };

/** Fields whose values are lists: the parts of a typed value are separated by spaces. */
const LISTS = new Set(["tickers", "filters.regimes"]);

/** The axes and an empty one. */
export function withAxis(axes: TypedAxis[]): TypedAxis[] {
  return [...axes, { id: Math.max(0, ...axes.map(({ id }) => id)) + 1, field: null, values: [] }];
}

/** The axes with a field and values, as the API takes them. */
export function axesOf(axes: TypedAxis[]): Axis[] {
  return axes.flatMap(({ field, values }) =>
    field === null || values.length === 0
      ? []
      : [{ field, values: values.map((text) => meaningOf(field, text)) }],
  );
}

/** The number of combinations. */
export function sizeOf(axes: Axis[]): number {
  return axes.reduce((size, { values }) => size * values.length, 1);
}

function meaningOf(field: string, text: string): unknown {
  if (LISTS.has(field)) return text === "none" ? [] : text.split(" ").filter((part) => part !== "");
  if (text === "none") return null;
  if (text === "on" || text === "off") return text === "on";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
