import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";

// jsdom has no canvas; browser tests cover the chart.
const drawn = vi.hoisted(() => ({ show: () => undefined, remove: () => undefined }));
vi.mock("./drawChart", () => ({ drawChart: () => drawn }));
vi.mock("./drawSeries", () => ({ drawSeries: () => drawn }));

const TAIL: Schemas["TailRisk"] = {
  method: "filtered",
  confidence: 0.95,
  horizon: 1,
  valueAtRisk: 0.0159,
  expectedShortfall: 0.0217,
  backtest: {
    outcomes: 1000,
    exceptions: 49,
    expected: 50,
    kupiecP: 0.88,
    independenceP: 0.41,
    coverageP: 0.7,
    zone: "green",
  },
};

const RISK: Schemas["StockRisk"] = {
  asOf: "2026-06-30",
  dataSource: "vci",
  ticker: "FPT",
  session: "2026-06-30",
  firstBar: "2018-01-02",
  lastBar: "2026-06-30",
  ewmaVolatility: 0.21,
  realisedVolatility: 0.23,
  intradayVolatility: null,
  tradedValue: 550e9,
  position: 1e9,
  sessionsToSell: 0.009,
  periods: [
    {
      sessions: 250,
      firstSession: "2025-06-30",
      annualReturn: -0.052,
      volatility: 0.242,
      volatilityError: 0.015,
      sharpe: -0.21,
      sharpeError: 1.0,
      sharpeAboveZero: 0.42,
      sortino: -0.3,
      sortinoError: 1.4,
      calmar: -0.3,
      calmarError: 1.1,
      drawdown: { depth: 0.15, peak: "2026-01-08", trough: "2026-03-05", recovered: null, sessions: 66 },
      betas: [{ index: "VNINDEX", value: 1.07, error: 0.09, correlation: 0.59 }],
    },
  ],
  tails: [
    TAIL,
    { ...TAIL, method: "historical", valueAtRisk: 0.0179 },
    { ...TAIL, method: "cornish_fisher", valueAtRisk: null, expectedShortfall: null, backtest: null },
  ],
  worstSpans: [{ sessions: 7, first: "2020-03-19", last: "2020-03-30", change: -0.153 }],
  stress: [
    {
      name: "COVID-19 of 2020",
      first: "2020-01-22",
      last: "2020-03-24",
      indexChange: -0.335,
      change: -0.212,
      isEstimated: false,
    },
    {
      name: "US tariffs of April 2025",
      first: "2025-04-02",
      last: "2025-04-09",
      indexChange: -0.17,
      change: -0.156,
      isEstimated: true,
    },
  ],
};

async function card(answer: () => Response) {
  server.use(
    http.get(`${V1}/stocks/:rest*`, () => refusal(404, "no_forecast", "Not needed here.")),
    http.get(`${V1}/models/:rest*`, () => refusal(404, "no_model", "Not needed here.")),
    http.get(`${V1}/risk/FPT`, answer),
  );
  const { user } = await renderPage("/stocks/FPT");
  return { user, risk: within(await screen.findByRole("region", { name: "Risk" })) };
}

test("the risk is said in words, with figures and their errors", async () => {
  const { risk } = await card(() => HttpResponse.json(RISK));
  expect(await risk.findByText(/In one session of 20/)).toHaveTextContent(
    "In one session of 20, FPT is expected to lose more than 1.6%, and then 2.2% on average. In the past 1000 sessions such a loss came 49 times; 50 were expected.",
  );
  const periods = risk.getByRole("table", { name: /^Over the newest sessions/ });
  for (const row of [
    "Volatility24.2% ± 1.5%",
    "Sharpe ratio−0.21 ± 1.00",
    "Beta to VNINDEX1.07 ± 0.09",
    "Beta to VN30–",
    "Deepest fall15.0%",
    "– recoverednot yet",
  ])
    expect(periods).toHaveTextContent(row);
  expect(risk.getByText(/^To sell/).nextSibling).toHaveTextContent("within one session");
  expect(risk.queryByText("Volatility from minutes")).toBeNull();
});

test("each value at risk stands beside its back-test, by method", async () => {
  const { user, risk } = await card(() => HttpResponse.json(RISK));
  const row = () =>
    within(risk.getByRole("table", { name: /^Loss that is exceeded/ })).getAllByRole("row")[1];
  await risk.findByText("held");
  expect(row()).toHaveTextContent("1, 1 in 201.6%2.2%49 of 1000, expected 50.0held");
  expect(risk.getByText("held")).toHaveAttribute("title", expect.stringContaining("Kupiec p 0.880"));
  await user.click(risk.getByText("Cornish-Fisher"));
  expect(row()).toHaveTextContent("1, 1 in 20–––not tested");
});

test("past falls of the market are measured or estimated, and say which", async () => {
  const { risk } = await card(() => HttpResponse.json(RISK));
  const rows = within(await risk.findByRole("table", { name: /^Change of VNINDEX/ })).getAllByRole("row");
  expect(rows[1]).toHaveTextContent("COVID-19 of 2020−33.5%−21.2%");
  expect(rows[2]).toHaveTextContent("US tariffs of April 2025−17.0%−15.6% *");
});

test("a young stock has no value at risk, one without measures says so", async () => {
  const young = { ...RISK, tails: [], periods: [], session: "2026-06-29" };
  const { risk } = await card(() => HttpResponse.json(young));
  expect(await risk.findByText(/Not enough sessions are known/)).toHaveTextContent(
    "Computed after session 2026-06-29.",
  );
  expect(risk.getByText("A value at risk needs 500 sessions.")).toBeVisible();
});

test("a stock without measures says so", async () => {
  const { risk } = await card(() => refusal(404, "no_risk", "No risk measures."));
  expect(await risk.findByText("No risk measures of FPT yet")).toBeVisible();
});
