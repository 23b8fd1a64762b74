import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import type { Check } from "./queries";

const CHECK: Check = {
  runId: "manual__2026-06-30T11:00:00+00:00",
  session: "2025-03-31",
  pricesUpTo: "2026-06-30",
  horizon: 15,
  ticker: "FPT",
  tickers: 30,
  valuesCompared: 4_000_000,
  differences: 0,
  details: [],
  checkedAt: "2026-06-30T12:00:00Z",
};
const LATER: Check = { ...CHECK, session: "2026-01-05", valuesCompared: 5_000_000 };
const DETAIL = "feature day_range of FPT on 2026-01-05: 0.02 from all prices, 0.01 from those up to it";

async function cardWith(...data: Check[]) {
  const meta = { page: 1, pageSize: 20, total: 0 };
  server.use(
    http.get(`${V1}/data-quality/lookahead`, () => HttpResponse.json({ data })),
    http.get(`${V1}/data-quality`, () => refusal(409, "no_market_data", "No prices are loaded yet.")),
    http.get(`${V1}/data-quality/findings`, () => HttpResponse.json({ data: [], meta })),
    http.get(`${V1}/data-quality/reports`, () => HttpResponse.json({ data: [], meta })),
  );
  await renderPage("/data?tab=checks");
  return within(await screen.findByRole("region", { name: "Look-ahead check" }));
}

test("a check shows its sessions and how many values were compared", async () => {
  const card = await cardWith(CHECK, LATER);
  expect(await card.findByText("No difference")).toBeVisible();
  expect(card.getByText("9 000 000")).toBeVisible();
  expect(card.getByRole("row", { name: /^2026-01-05/ })).toHaveTextContent("5 000 000030FPT, 15D");
});

test("what looks ahead is named", async () => {
  const card = await cardWith(CHECK, { ...LATER, differences: 1, details: [DETAIL] });
  expect(await card.findByText("1 difference")).toBeVisible();
  expect(card.getByRole("alert")).toHaveTextContent(DETAIL);
});

test("before the first check, the card says what makes one", async () => {
  const card = await cardWith();
  expect(await card.findByText("No check yet")).toBeVisible();
  expect(card.getByRole("link", { name: "vn30_lookahead_check" })).toHaveAttribute(
    "href",
    "/pipelines?dag=vn30_lookahead_check",
  );
});
