/** What the address of the page holds; filled by the screen. */
export type StockSearch = Record<string, never>;

export function stockSearch(_raw: Record<string, unknown>): StockSearch {
  return {};
}
