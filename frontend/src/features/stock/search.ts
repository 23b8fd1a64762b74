/** Trading sessions ahead that there are forecasts for. */
export const HORIZONS = [7, 15, 30] as const;
export type Horizon = (typeof HORIZONS)[number];

/** Trading sessions back that the chart can show. */
export const HISTORIES = [15, 30, 60, 90] as const;
export type History = (typeof HISTORIES)[number];

export const DEFAULT_HORIZON: Horizon = 7;
export const DEFAULT_HISTORY: History = 60;

/** What the address of the page holds: how far the chart looks ahead and back, in trading sessions. */
export type StockSearch = {
  horizon?: Horizon | undefined;
  history?: History | undefined;
};

export function stockSearch(raw: Record<string, unknown>): StockSearch {
  const horizon = HORIZONS.find((sessions) => String(sessions) === String(raw.horizon));
  const history = HISTORIES.find((sessions) => String(sessions) === String(raw.history));
  return {
    horizon: horizon === DEFAULT_HORIZON ? undefined : horizon,
    history: history === DEFAULT_HISTORY ? undefined : history,
  };
}
