import { folded } from "@/shared/folded";
import type { DataColumn, Value } from "./columns";

export type Direction = "ascending" | "descending";
export type Order = { column: string; direction: Direction } | undefined;

/** The order of a list by its server. */
export type Sorting = {
  /** The ids of the columns that the server sorts by. */
  columns: readonly string[];
  order: Order;
  onOrder: (order: Order) => void;
};

/** The rows of which a column has the text, without regard to case and accents. */
export function filtered<Row>(rows: Row[], columns: DataColumn<Row>[], text: string): Row[] {
  const wanted = folded(text).trim();
  if (wanted === "") return rows;
  return rows.filter((row) => columns.some((column) => folded(wordsOf(column, row)).includes(wanted)));
}

/** The rows by the values of a column; those without a value stand last in both directions. */
export function sorted<Row>(rows: Row[], columns: DataColumn<Row>[], order: Order): Row[] {
  const value = columns.find(({ id }) => id === order?.column)?.value;
  if (order === undefined || value === undefined) return rows;
  const sign = order.direction === "ascending" ? 1 : -1;
  return rows.toSorted((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a == null || b == null) return Number(a == null) - Number(b == null);
    return sign * compare(a, b);
  });
}

/** The order after a click on a heading: figures begin with the largest, texts with A; the third click ends it. */
export function nextOrder<Row>(
  rows: Row[],
  { id, value }: DataColumn<Row>,
  now: Direction | undefined,
): Order {
  const known = rows.map((row) => value?.(row)).find((one) => one != null);
  const first = typeof known === "number" ? "descending" : "ascending";
  if (now === undefined) return { column: id, direction: first };
  if (now !== first) return undefined;
  return { column: id, direction: first === "ascending" ? "descending" : "ascending" };
}

// Vietnamese texts stand among English ones in both languages; its order is that of English for English texts.
const TEXTS = new Intl.Collator("vi", { numeric: true });

function compare(one: NonNullable<Value>, other: NonNullable<Value>): number {
  return typeof one === "number" && typeof other === "number"
    ? one - other
    : TEXTS.compare(String(one), String(other));
}

function wordsOf<Row>({ words, value }: DataColumn<Row>, row: Row): string {
  return words?.(row) ?? String(value?.(row) ?? "");
}
