/** The horizons of the forecasts, in trading sessions. */
export const HORIZONS = [7, 15, 30] as const;
export type Horizon = (typeof HORIZONS)[number];

/** The ranges of the chart's history, in trading sessions. */
export const HISTORIES = [15, 30, 60, 90] as const;
export type History = (typeof HISTORIES)[number];

export const DEFAULT_HORIZON: Horizon = 7;
export const DEFAULT_HISTORY: History = 60;

/** The search parameters of the page: the ranges of the chart ahead and back, in trading sessions. */
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
