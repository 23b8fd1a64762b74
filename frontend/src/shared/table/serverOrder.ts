import { oneOf } from "@/shared/search";
import type { Sorting } from "./rows";

/** The order of a list in an address: by a column, decreasing unless `asc`. */
export type OrderSearch<By extends string> = { sortBy?: By | undefined; sortDir?: "asc" | undefined };

/** The order in an address, which may hold anything. */
export function orderSearch<By extends string>(
  columns: readonly By[],
  raw: { sortBy?: unknown; sortDir?: unknown },
): OrderSearch<By> {
  const sortBy = oneOf(columns, raw.sortBy);
  return { sortBy, sortDir: sortBy !== undefined && raw.sortDir === "asc" ? "asc" : undefined };
}

/** The order as the API takes it; nothing for that of the list itself. */
export function orderQuery<By extends string>({ sortBy, sortDir }: OrderSearch<By>) {
  return sortBy === undefined ? {} : { sortBy, sortDir: sortDir ?? ("desc" as const) };
}

/** The order of an address as that of a table. */
export function sortingOf<By extends string>(
  columns: readonly By[],
  { sortBy, sortDir }: OrderSearch<By>,
  onChange: (order: OrderSearch<By>) => void,
): Sorting {
  return {
    columns,
    order: sortBy && { column: sortBy, direction: sortDir === "asc" ? "ascending" : "descending" },
    onOrder: (order) =>
      onChange(
        orderSearch(columns, {
          sortBy: order?.column,
          sortDir: order?.direction === "ascending" ? "asc" : undefined,
        }),
      ),
  };
}
