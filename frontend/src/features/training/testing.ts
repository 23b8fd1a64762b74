import { configure } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeAll } from "vitest";
import type { Schemas } from "@/api/client";
import type { FieldPath } from "@/shared/form/paths";
import { EMPTY_MARKET, server, V1 } from "@/test/server";
import { CONFIG_SCHEMA } from "@/test/trainingConfig";

export const { schema: SCHEMA, defaults: DEFAULTS } = CONFIG_SCHEMA;

export const ACTIVE: Schemas["ActiveConfig"] = {
  configId: "0d6d1c52-6a8b-4f6e-9a43-2f2f6d2f9b10",
  version: 4,
  author: "ds2",
  savedAt: "2026-06-30T03:12:00Z",
  config: DEFAULTS,
  airflowVariable: { state: "same", differences: [], blockers: [] },
};

export const REVIEW: Schemas["ConfigReview"] = {
  isValid: true,
  blockers: [],
  warnings: [],
  runPreview: {
    estRuntimeMinutes: 14.2,
    basis: "6 runs",
    estCost: null,
    tickers: 30,
    withoutPrices: [],
    horizons: [7, 15, 30],
    models: ["ridge", "pooled"],
    fits: 2520,
  },
};

export const RUN: Schemas["Run"] = {
  runId: "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
  state: "success",
  progressPct: 100,
  eta: null,
  createdAt: "2026-06-30T04:00:00Z",
  startedAt: "2026-06-30T04:00:04Z",
  finishedAt: "2026-06-30T04:02:08Z",
  scope: "selected",
  tickers: ["FPT", "VCB"],
  globalSeed: 7,
  notes: "After the restatement of FPT",
  asOf: "2026-06-30",
  pricesKnownAt: "2026-06-30T10:00:00Z",
  owner: "ds1",
  parentRunId: null,
  hasSelected: false,
  configId: ACTIVE.configId ?? "",
  configVersion: 4,
  configSummary: "v4: FPT VCB, 7/15/30 sessions, ridge + pooled, weighted, seed 7",
  airflowRunId: "api__5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
  tickersDone: 2,
  tickersTotal: 2,
  scores: {
    "7d": {
      tickers: 2,
      testRows: 982,
      mapePct: 4.02,
      naiveMapePct: 4.15,
      skill: 0.031,
      verdict: "proven",
      pValue: 0.021,
      rankIc: 0.041,
      coverage: 0.801,
      intervalWidthPct: 12.4,
      coverageError: 0.02,
      coverageCalm: 0.78,
      coverageCalmError: 0.034,
      coverageOrdinary: 0.81,
      coverageOrdinaryError: 0.03,
      coverageVolatile: 0.82,
      coverageVolatileError: null,
      winklerPct: 19.8,
    },
  },
  suspicions: [],
  targetKind: "logReturn",
  targetColumn: "close",
  timeframe: "1d",
  isResearch: false,
  groupId: null,
  direction: {},
  lambdaRank: {},
};

const IMPORTANCE = {
  model: "pooled",
  method: "contribution" as const,
  regime: "all",
  feature: "return_over_60",
  importance: 0.012,
  stdError: 0.0011,
  pValue: null,
  models: 1,
};

export const FEATURES: Schemas["RunFeatures"] = {
  importances: [
    IMPORTANCE,
    { ...IMPORTANCE, feature: "rsi_14", importance: 0.004, stdError: null },
    { ...IMPORTANCE, regime: "volatile, bear", feature: "atr_14", importance: 0.03 },
    { ...IMPORTANCE, model: "linear", method: "coefficient", importance: -0.002, pValue: 0.031, models: 2 },
  ],
  selected: [
    { feature: "return_over_60", pooledFolds: 9, pooledFinal: true, tickerFolds: 3, tickerFinals: 1 },
  ],
  descriptions: {
    return_over_60: { group: "Returns", words: "return over 60 sessions" },
    atr_14: { group: "Ranks", words: "average true range of 14 sessions" },
  },
  pooledFolds: 12,
  tickerFolds: 12,
  tickers: 2,
};

const DIFFERENCE = { value: -0.012, error: 0.02, low: -0.054, high: 0.03, pValue: 0.55, correctedPValue: 1 };

export const COMPARISON: Schemas["ComparedRuns"] = {
  runId: RUN.runId,
  other: {
    runId: "0f5f6a52-6a0b-4a53-9d1e-1f4a3c0d9f11",
    createdAt: "2026-06-29T04:00:00Z",
    asOf: "2026-06-29",
    owner: "ds2",
    notes: "Before the efficiency ratio",
    configVersion: 3,
    configSummary: "v3: FPT VCB",
  },
  problem: null,
  scores: {
    "7d": {
      tickers: 2,
      sessions: 480,
      forecasts: 950,
      errorPct: 4.021,
      otherErrorPct: 4.033,
      naiveErrorPct: 4.05,
      skill: 0.0072,
      otherSkill: 0.0042,
      errorDifference: DIFFERENCE,
      rankIc: null,
      otherRankIc: null,
      rankIcDifference: null,
      verdict: "not proven",
    },
  },
  trials: 6,
  caveats: ["The code has changed."],
  config: { reproducibility: { seed: 7 } },
  otherConfig: { reproducibility: { seed: 42 } },
};

/** The field at a path; searching for its label among so many elements takes a hundred times as long. */
export function field(path: FieldPath): Element {
  const element = document.querySelector(`[data-field="${path}"]`);
  if (element === null) throw new Error(`There is no field ${path}`);
  return element;
}

/** A run as a row of the list. */
export function rowOf({
  tickers: _tickers,
  scores: _scores,
  suspicions,
  eta: _eta,
  ...run
}: Schemas["Run"]): Schemas["TrainingRunRow"] {
  return { ...run, suspicious: suspicions.length > 0 };
}

export const ARTIFACTS: Schemas["ArtifactList"] = {
  tickerArtifacts: [
    {
      ticker: "FPT",
      metrics: { mape7dPct: 3.92, naiveMape7dPct: 4, skill7d: 0.02 },
      files: [
        { type: "evaluation_png", url: "/api/v1/artifacts/1/evaluation_png", sizeBytes: 58211, sha256: null },
        { type: "model_pkl", url: "/api/v1/artifacts/1/model_pkl", sizeBytes: 2_562_121, sha256: "9f86" },
      ],
    },
  ],
  meta: { page: 1, pageSize: 10, total: 1 },
};

/** Has the tests of a file find hidden elements too: to check so many for visibility takes longer than to render them. */
export function findHidden() {
  beforeAll(() => configure({ defaultHidden: true }));
}

type Parts = {
  active?: Schemas["ActiveConfig"];
  runs?: Schemas["Run"][];
  schema?: Schemas["ConfigSchema"];
};

/** Handlers of the API for the tests of this screen; handlers of a test take precedence. */
export function answerTraining(parts: Parts = {}) {
  const { active = ACTIVE, runs = [], schema = CONFIG_SCHEMA } = parts;
  const market = {
    ...EMPTY_MARKET,
    data: ["FPT", "HPG", "VCB"].map((symbol) => ({ symbol })),
  };
  server.use(
    http.get(`${V1}/features/config/schema`, () => HttpResponse.json(schema)),
    http.get(`${V1}/features/config`, () => HttpResponse.json(active)),
    http.post(`${V1}/features/validate`, () => HttpResponse.json(REVIEW)),
    http.get(`${V1}/stocks/market-table`, () => HttpResponse.json(market)),
    http.get(`${V1}/experiments/runs`, () =>
      HttpResponse.json({ data: runs.map(rowOf), meta: { page: 1, pageSize: 10, total: runs.length } }),
    ),
    http.get(`${V1}/experiments/:runId`, ({ params }) =>
      HttpResponse.json(runs.find(({ runId }) => runId === params.runId)),
    ),
    http.get(`${V1}/experiments/:runId/logs/tail`, () =>
      HttpResponse.json({
        entries: [{ timestamp: "2026-06-30T04:00:04Z", level: "INFO", message: "Started: 2 tickers" }],
        nextCursor: "a",
        hasMore: false,
        ended: true,
      }),
    ),
    http.get(`${V1}/experiments/:runId/artifacts`, () => HttpResponse.json(ARTIFACTS)),
    http.get(`${V1}/experiments/:runId/comparison`, () => HttpResponse.json(COMPARISON)),
    http.get(`${V1}/experiments/:runId/features`, () => HttpResponse.json(FEATURES)),
  );
}
