/** The horizons of the forecasts, in trading sessions. */
export const HORIZONS = [7, 15, 30] as const;
export type Horizon = (typeof HORIZONS)[number];

/** The ranges of the forecast chart's history, in trading sessions. */
export const HISTORIES = [15, 30, 60, 90] as const;
export type History = (typeof HISTORIES)[number];

/** The ranges of the price chart, which end with the newest session. */
export const RANGES = ["1D", "1W", "1M", "3M", "6M", "YTD", "1Y", "2Y", "5Y", "10Y"] as const;
export type Range = (typeof RANGES)[number];

/** What the prices of the price chart are: adjusted for corporate actions, or raw, as traded. */
export const PRICES = ["adjusted", "raw"] as const;
export type Prices = (typeof PRICES)[number];

export const DEFAULT_HORIZON: Horizon = 7;
export const DEFAULT_HISTORY: History = 60;
export const DEFAULT_PRICES: Prices = "adjusted";

/** The search parameters of the page: the chart of the forecast, or, with a range, that of the prices. */
export type StockSearch = {
  horizon?: Horizon | undefined;
  history?: History | undefined;
  range?: Range | undefined;
  prices?: Prices | undefined;
};

export function stockSearch(raw: Record<string, unknown>): StockSearch {
  const horizon = HORIZONS.find((sessions) => String(sessions) === String(raw.horizon));
  const history = HISTORIES.find((sessions) => String(sessions) === String(raw.history));
  const prices = PRICES.find((kind) => kind === raw.prices);
  return {
    horizon: horizon === DEFAULT_HORIZON ? undefined : horizon,
    history: history === DEFAULT_HISTORY ? undefined : history,
    range: RANGES.find((range) => range === raw.range),
    prices: prices === DEFAULT_PRICES ? undefined : prices,
  };
}

/** Whether a tab is a range of the price chart, and not a horizon of the forecast. */
export function isRange(tab: string): tab is Range {
  return RANGES.some((range) => range === tab);
}
