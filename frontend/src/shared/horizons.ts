/** The horizons as the API names them, in trading sessions. */
export const HORIZONS = ["7d", "15d", "30d"] as const;
export type Horizon = (typeof HORIZONS)[number];
