/** The state of a price on the board of a Vietnamese exchange. */
export type BoardState = "ceiling" | "floor" | "reference" | "up" | "down";

type Limits = { reference: number | null; ceiling: number | null; floor: number | null };

/** Where a price as traded stands, all in dong; `null` without a reference price. */
export function boardStateOf(price: number, { reference, ceiling, floor }: Limits): BoardState | null {
  if (reference === null) return null;
  if (ceiling !== null && price >= ceiling) return "ceiling";
  if (floor !== null && price <= floor) return "floor";
  if (price === reference) return "reference";
  return price > reference ? "up" : "down";
}
