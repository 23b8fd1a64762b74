import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";
import { outcomeWords } from "./outcome";
import { causeWords } from "./replay";

type Row = Schemas["RecommendationRow"];

const BUY: Row = {
  id: "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
  ticker: "FPT",
  name: "FPT Corporation",
  session: "2026-06-30",
  profile: "moderate",
  horizon: "7d",
  targetDate: "2026-07-09",
  label: "BUY",
  reasonCode: "buy",
  confidence: 0.49,
  justification: "BUY: it beats the VN30.",
  expectedReturnPct: 1.4,
  lowerReturnPct: -4.8,
  upperReturnPct: 7.7,
  costsPct: 0.4,
  basePrice: 121000,
  entryPrice: 121000,
  stopLoss: 112500,
  takeProfit: 133500,
  worstCasePct: -30.5,
  vn30Rank: 4,
  vn30Ranked: 30,
  verdict: "not proven",
  orderVerdict: "proven",
  modelVersion: "v7",
  isInTime: true,
  record: null,
};
const UNKNOWN: Row = {
  ...BUY,
  id: "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c12",
  ticker: "VCB",
  label: "HOLD",
  confidence: null,
};

function answerWith(...data: Row[]) {
  const meta = {
    page: 1,
    pageSize: 50,
    total: data.length,
    asOf: "2026-07-01",
    dataSource: "vci",
    profile: "moderate" as const,
    session: "2026-06-30",
    madeAt: "2026-06-30T11:00:00Z",
  };
  server.use(
    http.get(`${V1}/account/consent`, () =>
      HttpResponse.json({ version: 1, text: "You can lose money.", isRequired: false, accepted: [] }),
    ),
    http.get(`${V1}/recommendations`, () => HttpResponse.json({ data, meta, notice: "No advice." })),
  );
}

test("nothing is requested before consent", async () => {
  await renderPage("/recommendations", "enduser1");
  expect(await screen.findByText("You can lose money.")).toBeVisible();
});

test("a recommendation without chance or record says so, and an old session is named", async () => {
  answerWith(BUY, UNKNOWN);
  await renderPage("/recommendations", "enduser1");
  const row = within(await screen.findByRole("row", { name: /^VCB/ }));
  expect(row.getByText("HOLD")).toBeVisible();
  expect(row.getByText("None like it is judged yet")).toBeVisible();
  expect(
    screen.getByText(/after the close of session 2026-06-30; the newest session is 2026-07-01/),
  ).toBeVisible();
});

test("an outcome says what following the label brought", () => {
  const judged: Schemas["Outcome"] = {
    judgedAt: "2026-07-09T11:00:00Z",
    returnPct: -3.2,
    vn30ReturnPct: 1,
    excessPct: -4.2,
    cameTrue: false,
    exitReason: "stop",
    entryDate: "2026-07-01",
    entryFill: 121000,
    exitDate: "2026-07-06",
    exitFill: 112000,
    gainPct: -8.9,
  };
  const followed = outcomeWords(judged);
  expect(followed).toContain("The claim did not come true. Whoever followed it bought at 121");
  expect(followed).toContain("sold at the stop-loss): −8.90% against the VN30 after costs.");
  const held = { ...judged, exitReason: "none" as const, cameTrue: null };
  expect(outcomeWords(held)).toBe("The stock returned −3.20%, the VN30 +1.00%.");
});

test("a replay that differs without a cause is a defect", () => {
  const replay = { isIdentical: false, hasSameInputs: true, hasSameCode: true, restatements: [] } as unknown;
  expect(causeWords(replay as Schemas["Replay"])).toContain("a defect");
  const restated = { ticker: "FPT", exDate: "2026-05-20", factor: 0.87, storedAt: "2026-05-20T10:00:00Z" };
  const explained = { ...(replay as Schemas["Replay"]), hasSameInputs: false, restatements: [restated] };
  expect(causeWords(explained)).toBe("Prices were restated since: FPT before 2026-05-20 by the factor 0.87.");
});
