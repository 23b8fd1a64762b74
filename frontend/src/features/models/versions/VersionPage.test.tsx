import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import type { VersionDetail } from "./queries";

const SLICE = {
  kind: "fold" as const,
  name: "1",
  first: "2026-01-02",
  last: "2026-03-31",
  sessions: 60,
  rows: 1800,
  tickers: 30,
  error: 3.2,
  naiveError: 3.3,
  skill: null,
  skillError: null,
  rankIc: null,
  rankIcError: null,
  coverage: 0.78,
  coverageError: 0.031,
};

const V2: VersionDetail = {
  version: "v2",
  runId: "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
  universe: "vn30",
  line: "v2",
  asOf: "2026-06-30",
  trainedAt: "2026-06-30T11:00:00Z",
  configVersion: 4,
  owner: "ds1",
  tickers: 30,
  isResearch: false,
  championAt: ["7d"],
  scores: {
    "7d": {
      tickers: 30,
      testRows: 14700,
      skill: 0.002,
      verdict: "not proven",
      pValue: 0.3,
      mapePct: 3.2,
      naiveMapePct: 3.25,
      rankIc: 0.031,
      rankIcError: 0.034,
      coverage: 0.79,
    },
    "15d": {
      tickers: 30,
      testRows: 14600,
      skill: -0.01,
      verdict: "not proven",
      pValue: 0.8,
      mapePct: 4.7,
      naiveMapePct: 4.6,
      rankIc: null,
      rankIcError: null,
      coverage: null,
    },
  },
  paramsHash: "a".repeat(64),
  dataVersion: null,
  codeVersion: null,
  suspicions: [],
  live: { "7d": { forecasts: 90, served: 90, errorPct: 3, naiveErrorPct: 3.1, skill: 0.032, coverage: 0.8 } },
  residuals: {
    "7d": {
      mean: 0.1,
      deviation: 4.2,
      edges: [-5, 0, 5],
      counts: [3, 4],
      quarters: [{ quarter: "2026Q1", rows: 7, error: 3.2, naiveError: 3.3 }],
    },
  },
  slices: {
    "7d": [
      { ...SLICE, skill: 0.011, skillError: 0.02, rankIc: 0.04, rankIcError: 0.05 },
      { ...SLICE, kind: "regime", name: "volatile, bear", sessions: 9, skill: -0.03 },
    ],
  },
  ranks: {
    "7d": {
      firstSession: "2024-01-02",
      lastSession: "2026-06-19",
      sessions: 600,
      forecasts: 18000,
      rankIc: 0.051,
      rankIcError: 0.034,
      brier: 0.2493,
      baseRateBrier: 0.2495,
      brierGainError: 0.0004,
      bins: [{ forecasts: 3600, meanProbability: 0.48, observedShare: 0.47, standardError: 0.01 }],
    },
  },
  members: [{ horizon: "7d", member: "pooled", weight: 1, skill: 0.002, tickers: 30, proven: 1 }],
  files: [],
  relatives: [
    {
      version: "v1",
      relation: "line",
      asOf: "2026-06-29",
      trainedAt: "2026-06-29T11:00:00Z",
      championAt: ["15d"],
    },
  ],
  tenures: [
    {
      version: "v2",
      universe: "vn30",
      horizon: "15d",
      since: "2026-06-29T11:00:00Z",
      until: "2026-06-30T11:00:00Z",
      reason: "person",
      decidedBy: "ds1",
      note: "A better order",
      isPinned: true,
      isDeleted: false,
    },
  ],
};

function answerWith(version: VersionDetail) {
  const champion = { ...version, version: "v1", championAt: ["15d"] };
  const features = { importances: [], selected: [], descriptions: {} };
  const fits = { pooledFolds: 0, tickerFolds: 0, tickers: 0 };
  const meta = { page: 1, pageSize: 200, total: 2 };
  server.use(
    http.get(`${V1}/experiments/:run/features`, () => HttpResponse.json({ ...features, ...fits })),
    http.get(`${V1}/model-versions/v2`, () => HttpResponse.json(version)),
    http.get(`${V1}/model-versions`, () => HttpResponse.json({ data: [version, champion], meta })),
  );
}

test("a version shows its scores with errors, its residuals, its tenures and its relatives", async () => {
  answerWith(V2);
  await renderPage("/models/versions/v2");
  const scores = within(await screen.findByRole("region", { name: "Scores" }));
  expect(scores.getByText("+0.031 ± 0.034")).toBeVisible();
  expect(scores.getByText("+0.032 on 90 forecasts")).toBeVisible();
  expect(screen.getByRole("img", { name: /Distribution of 7 errors/ })).toBeVisible();
  expect(screen.getByText("“A better order”")).toBeVisible();
  expect(screen.getByRole("link", { name: "v1" })).toHaveAttribute("href", "/models/versions/v1");
});

test("folds and regimes stand with their errors, and the ranks with their reliability", async () => {
  answerWith(V2);
  await renderPage("/models/versions/v2");
  const parts = within(await screen.findByRole("region", { name: "Folds and market regimes" }));
  expect(parts.getByRole("row", { name: /^Fold 1/ })).toHaveTextContent(
    "602026-01-02 – 2026-03-313.20%3.30%+0.011 ± 0.020+0.040 ± 0.05078.0 ± 3.1%",
  );
  expect(parts.getByRole("row", { name: /^Volatile, bear/ })).toHaveTextContent("93.20%3.30%−0.030–");
  const ranks = within(screen.getByRole("region", { name: "Reliability of the ranks" }));
  expect(ranks.getByRole("img", { name: /forecast 48.0%, observed 47.0% ± 1.0%/ })).toBeVisible();
});

test("research is marked, and cannot be promoted", async () => {
  answerWith({ ...V2, isResearch: true, targetKind: "rawPrice", targetColumn: "high", championAt: [] });
  await renderPage("/models/versions/v2");
  expect(await screen.findByText("Research: raw price of the high")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Promote" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Roll back to it" })).toBeNull();
});

test("a version of hours is research, and its horizons are bars", async () => {
  answerWith({ ...V2, isResearch: true, targetKind: "logReturn", timeframe: "1h", championAt: [] });
  await renderPage("/models/versions/v2");
  expect(await screen.findByText("Research: log return of the close, by hours")).toBeVisible();
  const scores = within(screen.getByRole("region", { name: "Scores" }));
  expect(scores.getByRole("row", { name: /^7 bars/ })).toHaveTextContent("3.20% / 3.25%");
});

test("a promotion names the champion that the person saw, and needs a note", async () => {
  answerWith(V2);
  const bodies: unknown[] = [];
  server.use(
    http.post(`${V1}/model-versions/v2/promote`, async ({ request }) => {
      bodies.push(await request.json());
      return HttpResponse.json({ replaced: [{ horizon: "15d", before: "v1", after: "v2" }] });
    }),
  );
  const { user } = await renderPage("/models/versions/v2");
  await user.click(await screen.findByRole("button", { name: "Promote" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Promote: v2" }));
  // It is champion at 7 sessions, and has no model for 30.
  expect(dialog.getAllByRole("checkbox")).toHaveLength(1);
  expect(dialog.getByRole("checkbox", { name: "15D (champion v1)" })).toBeChecked();
  expect(dialog.getByRole("button", { name: "Promote" })).toBeDisabled();
  await user.type(dialog.getByRole("textbox", { name: /Note/ }), "Better");
  await user.click(dialog.getByRole("button", { name: "Promote" }));
  await waitFor(() =>
    expect(bodies).toEqual([{ horizons: ["15d"], note: "Better", expected: { "15d": "v1" } }]),
  );
});

test("a refused roll-back says why and keeps the dialog", async () => {
  answerWith(V2);
  server.use(
    http.post(`${V1}/model-versions/v2/roll-back`, () =>
      refusal(409, "champion_changed", "The champion at 15 sessions is v3 by now."),
    ),
  );
  const { user } = await renderPage("/models/versions/v2");
  await user.click(await screen.findByRole("button", { name: "Roll back to it" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByRole("textbox", { name: /Note/ }), "Worse");
  await user.click(dialog.getByRole("button", { name: "Roll back to it" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("v3 by now");
});

test("only an administrator can delete, only what is no champion, and types its name", async () => {
  answerWith({ ...V2, championAt: [] });
  const { user } = await renderPage("/models/versions/v2", "admin1");
  await user.click(await screen.findByRole("button", { name: "Delete" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete v2?" }));
  expect(dialog.getByRole("button", { name: "Delete the version" })).toBeDisabled();
  await user.type(dialog.getByRole("textbox"), "v2");
  expect(dialog.getByRole("button", { name: "Delete the version" })).toBeEnabled();
});

test("a data scientist sees no Delete", async () => {
  answerWith({ ...V2, championAt: [] });
  await renderPage("/models/versions/v2");
  expect(await screen.findByRole("button", { name: "Promote" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
});
