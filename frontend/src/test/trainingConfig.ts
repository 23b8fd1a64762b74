import type { Schemas } from "@/api/client";
import schema from "../../../docs/training-config.schema.json";

type Config = Schemas["TrainingConfig"];

/** The rules of the training configuration as the API has them, and its defaults. */
export const CONFIG_SCHEMA: { schema: Record<string, unknown>; defaults: Config } = {
  schema,
  defaults: {
    universe: { useAllVn30: true, tickers: [] },
    dataWindow: { mode: "last_n", lastSessions: 2500, start: null, end: null, skipRefetch: true },
    indicators: {
      sma: { windows: [5, 20, 60] },
      ema: { fast: 12, slow: 26 },
      roc: { window: 10 },
      rsi: { window: 14 },
      macd: { fast: 12, slow: 26, signal: 9 },
      bollinger: { window: 20, std: 2 },
      atr: { window: 14 },
      volumeMa: { window: 20 },
      marketContext: true,
      leakageGuard: true,
    },
    targets: { horizons: [7, 15, 30], lookbackWindow: 60, trainPct: 80, testPct: 20 },
    models: {
      randomForest: { enabled: true, nEstimators: 300, maxDepth: 4 },
      gradientBoosting: { enabled: true, nEstimators: 100, learningRate: 0.01 },
      svr: { enabled: true, c: 0.01, epsilon: 0.01, gamma: "scale" },
      ridge: { enabled: true, alpha: 1000 },
      pooled: { enabled: true },
    },
    scaling: "standard",
    ensemble: { method: "weighted", learnWeights: true, weights: null },
    reproducibility: { seed: 42 },
  },
};
