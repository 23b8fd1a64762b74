import { screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { EMPTY_MARKET, refusal, server, V1 } from "@/test/server";

// jsdom has no canvas; browser tests cover the chart.
const drawn = vi.hoisted(() => ({ show: () => undefined, remove: () => undefined }));
vi.mock("./drawChart", () => ({ drawChart: () => drawn }));
vi.mock("./drawSeries", () => ({ drawSeries: () => drawn }));

const AS_OF = { asOf: "2026-06-30", dataSource: "vci", ticker: "FPT" };

const OVERVIEW: Schemas["StockOverview"] = {
  ...AS_OF,
  name: "FPT Corporation",
  logoUrl: null,
  description: "Software and IT services exporter.",
  sector: "Technology",
  exchange: "HOSE",
  marketCap: 176_000_000_000_000,
  sharesOutstanding: 1_470_000_000,
  tradingVolume: 3_650_100,
  averageVolume: null,
  links: { financialReportUrl: null, companyWebsiteUrl: "https://fpt.com" },
};

const FORECAST: Schemas["Prediction"] = {
  predictedChangePct: 1.25,
  targetDate: "2026-07-09",
  basePrice: 120000,
  predictedPrice: 121500,
  lowerPrice: 114600,
  upperPrice: 127900,
  probabilityOfRise: 0.56,
  vn30Rank: 4,
  vn30Ranked: 30,
  probabilityOfBeatingVn30: 0.53,
  volatilityRegime: "quiet",
  trendRegime: "bull",
  mapePct: 3.12,
  naiveMapePct: 3.15,
  skill: 0.0105,
  verdict: "proven",
  belowNaive: false,
  explanation: null,
};

const WHY: Schemas["Explanation"] = {
  unit: "log_return",
  base: 0.0004,
  contributions: [
    {
      feature: "return_over_60",
      words: "return over 60 sessions",
      contribution: 0.002,
      value: 0.0812,
      rank: 4,
      ranked: 30,
    },
  ],
  rest: -0.0003,
};

const SCORES: Schemas["HorizonScores"] = {
  mapePct: 3.2,
  naiveMapePct: 3.3,
  skill: 0.03,
  verdict: "proven",
  belowNaive: false,
  pValue: 0.01,
  correctedPValue: 0.04,
  coverageCalm: 0.78,
  coverageCalmError: 0.034,
  coverageVolatile: 0.82,
  coverageVolatileError: 0.03,
  directionHitRate: 0.6,
  coverage: 0.8,
  intervalWidthPct: 11,
};

const STATUS: Schemas["ModelStatus"] = {
  ...AS_OF,
  state: "stable",
  belowNaive: false,
  lastUpdatedAt: "2025-11-03T10:05:00Z",
  metrics: { "7d": SCORES, "15d": { ...SCORES, mapePct: 7 }, "30d": { ...SCORES, mapePct: 12, skill: -0.1 } },
  live: {
    "7d": { forecasts: 40, mapePct: 3.9, naiveMapePct: 3.8, skill: -0.02, coverage: 0.8 },
  },
};

const RANKS: Schemas["RankScores"] = {
  firstSession: "2020-01-02",
  lastSession: "2026-06-19",
  sessions: 1600,
  forecasts: 48000,
  rankIc: 0.05,
  rankIcError: 0.012,
  brier: 0.2489,
  baseRateBrier: 0.2493,
  brierGainError: 0.0002,
  bins: [
    { forecasts: 24000, meanProbability: 0.46, observedShare: 0.45, standardError: 0.01 },
    { forecasts: 24000, meanProbability: 0.53, observedShare: 0.52, standardError: 0.01 },
  ],
};

const QUOTE: Schemas["Quote"] = {
  ticker: "FPT",
  name: "FPT Corporation",
  price: 158500,
  reference: 157000,
  ceiling: 167900,
  floor: 146100,
  change: 1500,
  changePct: 0.9554,
  volume: 90000,
  session: "2026-07-01",
  asOf: "2026-07-01T03:29:00Z",
  basis: "minute",
  delayed: true,
  source: "dnse",
  reason: null,
};

const FIGURE: Schemas["KeyFigure"] = {
  metric: "pe",
  value: 19,
  unit: "times",
  period: "four quarters to 2026-Q1",
  day: "2026-06-26",
  source: "vnstock:VCI",
  reason: null,
  note: null,
  knownFrom: "2026-06-26T10:45:00Z",
};

const FIGURES: Schemas["KeyFigures"] = {
  ...AS_OF,
  name: "FPT Corporation",
  sector: "Technology",
  exchange: "HOSE",
  day: "2026-06-30",
  marketCapBucket: "large",
  peBucket: "medium",
  checkedAt: "2026-06-30T10:45:00Z",
  problem: null,
  figures: [
    FIGURE,
    { ...FIGURE, metric: "roe", value: null, unit: "%", reason: "'N/A' is no number" },
    { ...FIGURE, metric: "market_cap", value: 176e12, unit: "VND", period: null, source: "computed" },
  ],
};

function chart(forecast: boolean): Schemas["Chart"] {
  return {
    ...AS_OF,
    points: [
      { date: "2026-06-30", actualPrice: 120000, predictedPrice: forecast ? 120000 : null },
      ...(forecast
        ? [
            {
              date: "2026-07-01",
              actualPrice: null,
              predictedPrice: 120200,
              lowerPrice: 118000,
              upperPrice: 122000,
            },
          ]
        : []),
    ],
    verdict: forecast ? "proven" : null,
    range: { historical: "60d", prediction: "7d" },
  };
}

const PATHS = {
  overview: `${V1}/stocks/FPT`,
  predictions: `${V1}/stocks/FPT/predictions`,
  chart: `${V1}/stocks/FPT/chart`,
  status: `${V1}/models/FPT/status`,
  reliability: `${V1}/models/reliability`,
  quote: `${V1}/quotes`,
  figures: `${V1}/stocks/FPT/fundamentals`,
};

beforeEach(() => {
  localStorage.clear();
  server.use(
    http.get(`${V1}/stocks/my-list`, () => HttpResponse.json([])),
    http.get(PATHS.overview, () => HttpResponse.json(OVERVIEW)),
    http.get(PATHS.predictions, () =>
      HttpResponse.json({
        ...AS_OF,
        forecastAsOf: "2026-06-29",
        horizons: { "7": FORECAST, "15": { ...FORECAST, predictedChangePct: -0.5, verdict: "not proven" } },
        restatement: null,
      }),
    ),
    http.get(PATHS.chart, () => HttpResponse.json(chart(true))),
    http.get(PATHS.status, () => HttpResponse.json(STATUS)),
    http.get(PATHS.reliability, () => HttpResponse.json({ ...AS_OF, horizons: { "7d": RANKS } })),
    http.get(PATHS.quote, () => HttpResponse.json({ ...AS_OF, data: [QUOTE] })),
    http.get(PATHS.figures, () => HttpResponse.json(FIGURES)),
    http.get(`${V1}/risk/:ticker`, () => refusal(404, "no_risk", "No risk measures.")),
  );
});

/** The card with this heading. */
async function card(name: string) {
  return within(await screen.findByRole("region", { name }));
}

test("skeletons stand until the answers come", async () => {
  for (const path of Object.values(PATHS)) server.use(http.get(path, () => delay("infinite")));
  await renderPage("/stocks/FPT");
  for (const what of [
    "The predictions",
    "The chart",
    "The model status",
    "The overview of FPT",
    "The reliability",
    "The quote of FPT",
    "The key figures of FPT",
  ])
    expect(await screen.findByLabelText(`${what}: loading`)).toBeVisible();
});

test("each card shows its own error and retries by itself", async () => {
  for (const path of Object.values(PATHS))
    server.use(
      http.get(path, () => refusal(409, "no_market_data", "Nothing was crawled yet."), { once: true }),
    );
  const { user } = await renderPage("/stocks/FPT");
  await waitFor(() => expect(screen.getAllByText("Nothing was crawled yet.")).toHaveLength(7));
  await user.click((await card("Model status")).getByText("Try again"));
  expect(await screen.findByText("MAPE (7D): 3.2%")).toBeVisible();
  expect(screen.getAllByText("Nothing was crawled yet.")).toHaveLength(6);
});

test("the reliability of ranks is shown with its errors, and says that levels are not forecast", async () => {
  await renderPage("/stocks/FPT");
  const reliability = await card("How reliable are the ranks?");
  expect(
    await reliability.findByRole("img", {
      name: "Chance to beat the VN30, 7D: forecast 46.0%, observed 45.0% ± 1.0%; forecast 53.0%, observed 52.0% ± 1.0%",
    }),
  ).toBeVisible();
  const [week, ...others] = reliability.getAllByRole("listitem");
  expect(others).toHaveLength(0);
  expect(week).toHaveTextContent("Brier score0.2489Base rate's0.2493Gain+0.0004 ± 0.0002");
  expect(week).toHaveTextContent("Rank IC+0.050 ± 0.012");
  expect(reliability.getByText(/the level of a price is not/)).toBeVisible();
});

test("a forecast outside the VN30 has no rank, and ranks without a past no reliability", async () => {
  const outside = { ...FORECAST, vn30Rank: null, vn30Ranked: null, probabilityOfBeatingVn30: null };
  server.use(
    http.get(PATHS.predictions, () =>
      HttpResponse.json({
        ...AS_OF,
        forecastAsOf: "2026-06-29",
        horizons: { "7": outside },
        restatement: null,
      }),
    ),
    http.get(PATHS.reliability, () => HttpResponse.json({ ...AS_OF, horizons: {} })),
  );
  await renderPage("/stocks/FPT");
  const [week] = await (await card("Predictions")).findAllByRole("listitem");
  expect(week).toHaveTextContent("Rank in the VN30not known");
  expect(await screen.findByText("No ranks have an outcome yet")).toBeVisible();
});

test("predictions show change, interval, target date, chance of a rise and verdict", async () => {
  await renderPage("/stocks/FPT");
  const [week, fortnight, month] = await (await card("Predictions")).findAllByRole("listitem");
  expect(week).toHaveTextContent("7D↑ +1.25%");
  expect(week).toHaveTextContent("Close on 2026-07-09121 500 VND");
  expect(week).toHaveTextContent("80% interval114 600 – 127 900");
  expect(week).toHaveTextContent("Rank in the VN304 of 30");
  expect(week).toHaveTextContent("Chance to beat the VN3053%");
  expect(week).toHaveTextContent("Chance of a rise56%");
  expect(week).toHaveTextContent("Proven · skill +0.011");
  expect(fortnight).toHaveTextContent("↓ −0.50%");
  expect(fortnight).toHaveTextContent("Not proven");
  expect(month).toHaveTextContent("30D: no forecast");
  expect(screen.getByText("Made after session 2026-06-29; the newest is 2026-06-30.")).toBeVisible();
});

test("a forecast says why; one that no feature moves, and one of an earlier version, say so or nothing", async () => {
  const moved = { ...FORECAST, explanation: WHY };
  const unmoved = { ...FORECAST, explanation: { ...WHY, base: 0, contributions: [], rest: 0 } };
  server.use(
    http.get(PATHS.predictions, () =>
      HttpResponse.json({
        ...AS_OF,
        forecastAsOf: "2026-06-30",
        horizons: { "7": moved, "15": unmoved, "30": FORECAST },
        restatement: null,
      }),
    ),
  );
  await renderPage("/stocks/FPT");
  const predictions = await card("Predictions");
  expect(await predictions.findByText(/return over 60 sessions \(0\.081\), rank 4 of 30/)).toHaveTextContent(
    "pulls up by 0.20%",
  );
  expect(predictions.getByText(/All the rest together: 0\.03% down/)).toBeInTheDocument();
  expect(predictions.getByText(/No feature moves this forecast/)).toBeInTheDocument();
  expect(predictions.getAllByText("Why")).toHaveLength(2);
});

test("a forecast whose prices were restated since says so, with the factor", async () => {
  server.use(
    http.get(PATHS.predictions, () =>
      HttpResponse.json({
        ...AS_OF,
        forecastAsOf: "2026-06-30",
        horizons: { "7": FORECAST },
        restatement: { factor: 0.5, exDate: "2026-07-01", likelyCause: "a split" },
      }),
    ),
  );
  await renderPage("/stocks/FPT");
  expect(await (await card("Predictions")).findByText(/were restated since/)).toHaveTextContent(
    "The prices behind this forecast were restated since: those before 2026-07-01 were multiplied by 0.5 (likely cause: a split).",
  );
});

test("a model and a forecast below the naive forecast are marked beside freshness and verdict", async () => {
  server.use(
    http.get(PATHS.status, () => HttpResponse.json({ ...STATUS, belowNaive: true })),
    http.get(PATHS.predictions, () =>
      HttpResponse.json({
        ...AS_OF,
        forecastAsOf: "2026-06-30",
        horizons: { "7": { ...FORECAST, belowNaive: true }, "15": FORECAST },
      }),
    ),
  );
  await renderPage("/stocks/FPT");
  const status = await card("Model status");
  expect(await status.findByText("Stable")).toBeVisible();
  expect(status.getByText("Below naive")).toBeVisible();
  expect(await (await card("Predictions")).findAllByText("Below naive")).toHaveLength(1);
});

test("model status: pill, time in ICT, coloured MAPE beside the naive one, live accuracy", async () => {
  await renderPage("/stocks/FPT");
  const status = await card("Model status");
  expect(await status.findByText("Stable")).toBeVisible();
  expect(status.getByText("2025-11-03 17:05 ICT")).toBeVisible();
  expect(status.getByText("From latest training run")).toBeVisible();
  for (const [chip, tone] of [
    ["MAPE (7D): 3.2%", "up"],
    ["7D 3.2%", "up"],
    ["15D 7.0%", "middling"],
    ["30D 12.0%", "down"],
  ] as const)
    expect(status.getByText(chip)).toHaveAttribute("data-tone", tone);
  expect(status.getByText("30D 12.0%").closest("tr")).toHaveTextContent("30D 12.0%3.3%−0.100");
  const held = status.getByRole("table", { name: /^Prices inside the 80% interval/ });
  expect(within(held).getAllByRole("row")[1]).toHaveTextContent("7D78.0 ± 3.4%82.0 ± 3.0%");
  const live = status.getByRole("table", { name: "Of published forecasts whose session has passed" });
  expect(live).toHaveTextContent("7D 3.9%3.8%−0.02040");
});

test("overview: figures, and what is not known", async () => {
  await renderPage("/stocks/FPT");
  const overview = await card("Stock Overview");
  expect(await overview.findByText("176.0 T VND")).toBeVisible();
  expect(overview.getByText("3 650 100")).toBeVisible();
  expect(overview.getByText("Mean of 20 sessions").nextSibling).toHaveTextContent("not known");
  expect(overview.getByRole("link", { name: /Company website/ })).toHaveAttribute("href", "https://fpt.com");
  expect(overview.queryByRole("link", { name: /Financial reports/ })).toBeNull();
});

test("quote: price, limits, time and source, and what makes it old", async () => {
  await renderPage("/stocks/FPT");
  const quote = await card("Quote of FPT");
  expect(await quote.findByText("158 500")).toBeVisible();
  expect(quote.getByText("Reference, VND").nextSibling).toHaveTextContent("157 000");
  expect(quote.getByText("Ceiling, VND").nextSibling).toHaveTextContent("167 900");
  expect(quote.getByText("Floor, VND").nextSibling).toHaveTextContent("146 100");
  expect(quote.getByText("Change").nextSibling).toHaveTextContent("↑ +0.96% (+1 500 VND)");
  expect(quote.getByText(/2026-07-01 10:29 ICT, newest minute 2026-07-01, from dnse/)).toBeVisible();
  expect(quote.getByText("Delayed")).toBeVisible();
});

test("a quote without a reference price says why", async () => {
  const none = { reference: null, ceiling: null, floor: null, change: null, changePct: null };
  const first = { ...QUOTE, ...none, reason: "it is the first bar on record" };
  server.use(http.get(PATHS.quote, () => HttpResponse.json({ ...AS_OF, data: [first] })));
  await renderPage("/stocks/FPT");
  const quote = await card("Quote of FPT");
  expect(await quote.findByText(/No reference, ceiling and floor: it is the first bar/)).toBeVisible();
  expect(quote.getByText("Reference, VND").nextSibling).toHaveTextContent("not known");
});

test("key figures: value, unit, period, source and session, or the reason", async () => {
  await renderPage("/stocks/FPT");
  const figures = await card("Key figures");
  const ratio = await figures.findByRole("row", { name: /Price to earnings/ });
  expect(ratio).toHaveTextContent("19.00 timesfour quarters to 2026-Q1; vnstock:VCI, session 2026-06-26");
  expect(figures.getByRole("row", { name: /Return on equity/ })).toHaveTextContent(
    "not known'N/A' is no number",
  );
  expect(figures.getByRole("row", { name: /Market capitalisation/ })).toHaveTextContent("176.0 T VND");
  expect(figures.getByText("large cap")).toBeVisible();
});

test("key figures say when the newest request has failed", async () => {
  server.use(http.get(PATHS.figures, () => HttpResponse.json({ ...FIGURES, problem: "VCI answered 429" })));
  await renderPage("/stocks/FPT");
  expect(await (await card("Key figures")).findByText("VCI answered 429")).toBeVisible();
});

test("a stock without forecast or model says so", async () => {
  server.use(
    http.get(PATHS.predictions, () => refusal(404, "no_forecast", "No forecast.")),
    http.get(PATHS.status, () => refusal(404, "no_model", "No model.")),
    http.get(PATHS.chart, () => HttpResponse.json(chart(false))),
  );
  await renderPage("/stocks/FPT");
  expect(await screen.findByText("No forecast of FPT yet")).toBeVisible();
  expect(await screen.findByText("No model of FPT yet")).toBeVisible();
  expect(await screen.findByText("No forecast at this horizon")).toBeVisible();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("ranges are asked of the server, and kept in the address", async () => {
  const asked: string[] = [];
  server.use(
    http.get(PATHS.chart, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(chart(true));
    }),
  );
  const { user, history } = await renderPage("/stocks/FPT");
  await user.click(await screen.findByRole("tab", { name: "30D" }));
  await user.click(screen.getByRole("radio", { name: "15" }));
  await waitFor(() => expect(asked.at(-1)).toBe("?historicalRange=15d&predictionRange=30d"));
  expect(asked[0]).toBe("?historicalRange=60d&predictionRange=7d");
  expect(history.location.search).toBe("?horizon=30&history=15");
});

const BAR: Schemas["SeriesBar"] = {
  date: "2026-06-29",
  startsAt: null,
  lastDate: "2026-06-30",
  open: 118000,
  high: 121000,
  low: 117500,
  close: 120000,
  volume: 4_710_900,
};

function series(search: URLSearchParams, bars = [BAR]): Schemas["TimeSeries"] {
  return {
    ...AS_OF,
    range: search.get("range") as Schemas["TimeSeries"]["range"],
    prices: search.get("prices") as Schemas["TimeSeries"]["prices"],
    resolution: "session",
    sessionsABar: 2,
    bars,
  };
}

const ACTION: Schemas["CorporateAction"] = {
  exDate: "2026-06-30",
  kind: "stock_dividend",
  cash: 0,
  ratio: 0.15,
  issuePrice: 0,
  factor: null,
  origin: "vendor",
  source: "VCI",
  isUsed: true,
};

test("a range shows candles, their table and the actions in it, adjusted or as traded", async () => {
  const asked: string[] = [];
  server.use(
    http.get(`${V1}/stocks/FPT/timeseries`, ({ request }) => {
      const { search, searchParams } = new URL(request.url);
      asked.push(search);
      return HttpResponse.json(series(searchParams));
    }),
    http.get(`${V1}/stocks/FPT/actions`, () =>
      HttpResponse.json({
        data: [ACTION, { ...ACTION, source: "KBS", isUsed: false }, { ...ACTION, exDate: "2020-01-02" }],
        meta: { ...AS_OF, page: 1, pageSize: 200, total: 3 },
      }),
    ),
  );
  const { user, history } = await renderPage("/stocks/FPT");
  await user.click(await screen.findByRole("tab", { name: "2Y" }));
  expect(await screen.findByRole("img", { name: /^FPT, adjusted: close of 120.000 VND/ })).toBeVisible();
  expect(screen.getByText("A bar is 2 sessions")).toBeVisible();
  const actions = screen.getByRole("list", { name: "Corporate actions" });
  expect(
    within(actions)
      .getAllByRole("listitem")
      .map((item) => item.textContent),
  ).toEqual(["2026-06-30 Stock dividend of 15 new for 100 held · VCI"]);
  await user.click(screen.getByText("Show the points as a table"));
  const table = await screen.findByRole("table", { name: /^Prices of FPT in VND, adjusted/ });
  expect(within(table).getAllByRole("row")[1]).toHaveTextContent(
    "2026-06-29 – 2026-06-30118 000121 000117 500120 0004 710 900",
  );
  await user.click(screen.getByRole("radio", { name: "As traded" }));
  expect(await screen.findByRole("img", { name: /^FPT, as traded/ })).toBeVisible();
  expect(screen.getByText(/rebuilt from the adjusted prices by the corporate actions/)).toBeVisible();
  expect(asked).toEqual(["?range=2Y&prices=adjusted", "?range=2Y&prices=raw"]);
  expect(history.location.search).toBe("?range=2Y&prices=raw");
  await user.click(screen.getByRole("tab", { name: "7D" }));
  expect(await screen.findByRole("img", { name: /forecast of/ })).toBeVisible();
});

test("a range without prices says so, and actions that cannot be loaded leave the prices", async () => {
  server.use(
    http.get(`${V1}/stocks/FPT/timeseries`, ({ request }) => {
      const { searchParams } = new URL(request.url);
      return HttpResponse.json(series(searchParams, searchParams.get("range") === "1D" ? [] : [BAR]));
    }),
    http.get(`${V1}/stocks/FPT/actions`, () => refusal(500, "internal_error", "Something failed.")),
  );
  const { user } = await renderPage("/stocks/FPT?range=1D");
  expect(await screen.findByText("No prices of FPT in this range")).toBeVisible();
  await user.click(screen.getByRole("tab", { name: "1Y" }));
  expect(await screen.findByText("The corporate actions could not be loaded")).toBeVisible();
  expect(screen.getByRole("img", { name: /^FPT, adjusted/ })).toBeVisible();
});

test("the chart is there in words and in a table as well", async () => {
  const { user } = await renderPage("/stocks/FPT");
  expect(await screen.findByRole("img", { name: /forecast of 120.200 VND for 2026-07-01/ })).toBeVisible();
  await user.click(screen.getByText("Show the points as a table"));
  const table = await screen.findByRole("table", { name: /Closes and forecast of FPT/ });
  expect(within(table).getAllByRole("row")[1]).toHaveTextContent("2026-07-01–120 200118 000122 000");
});

test("an unknown ticker leads on, and is not opened again", async () => {
  localStorage.setItem("vn30.last-ticker", "XXX");
  for (const path of ["stocks/XXX", "stocks/XXX/*", "models/XXX/status"])
    server.use(
      http.get(`${V1}/${path}`, () => refusal(404, "unknown_ticker", "There is no stock 'XXX' here.")),
    );
  await renderPage("/stocks/xxx");
  expect(await screen.findByRole("heading", { name: "There is no stock XXX here" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Go to Market" })).toHaveAttribute("href", "/");
  expect(localStorage.getItem("vn30.last-ticker")).toBeNull();
});

test("Stock opens the stock looked at last", async () => {
  localStorage.setItem("vn30.last-ticker", "FPT");
  const { history } = await renderPage("/stocks");
  expect(await screen.findByRole("heading", { name: "Stock: FPT" })).toBeVisible();
  expect(history.location.pathname).toBe("/stocks/FPT");
});

test("without one, the first of the market; without a market it says so", async () => {
  await renderPage("/stocks");
  expect(await screen.findByText("No prices yet")).toBeVisible();
});

test("another stock is chosen by a search of the server", async () => {
  server.use(
    http.get(`${V1}/stocks/market-table`, ({ request }) => {
      const isMatch = new URL(request.url).searchParams.get("search") === "vietcom";
      const row: Schemas["MarketRow"] = {
        symbol: "VCB",
        name: "Vietcombank",
        sector: "Banking",
        currentPrice: 60000,
        pctChange: {},
        predictedPctChange: {},
        sparkline14d: [],
      };
      return HttpResponse.json({ ...EMPTY_MARKET, data: isMatch ? [row] : [] });
    }),
    http.get(`${V1}/stocks/VCB`, () => delay("infinite")),
    http.get(`${V1}/stocks/VCB/*`, () => delay("infinite")),
    http.get(`${V1}/models/VCB/status`, () => delay("infinite")),
  );
  const { user, history } = await renderPage("/stocks/FPT?horizon=15");
  const field = await screen.findByRole("combobox", { name: "Stock" });
  await waitFor(() => expect(field).toHaveValue("FPT · FPT Corporation"));
  await user.click(field);
  // The selection takes the place of the field.
  await waitFor(() => expect(field).not.toBeInTheDocument());
  const select = screen.getByRole("combobox", { name: "Stock" });
  expect(select).toHaveFocus();
  await user.clear(select);
  await user.type(select, "vietcom");
  await user.click(await screen.findByText("VCB · Vietcombank"));
  expect(history.location.href).toBe("/stocks/VCB?horizon=15");
});
