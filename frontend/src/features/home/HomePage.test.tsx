import { screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "@/api/client";
import * as csv from "@/shared/csv";
import { renderPage } from "@/test/renderPage";
import { EMPTY_MARKET, refusal, server, V1 } from "@/test/server";

vi.mock("@/features/stock/StockPage", () => ({ StockPage: () => <h1>The stock</h1> }));

const MARKET = `${V1}/stocks/market-table`;

function pick(ticker: string): Schemas["MyListItem"] & Schemas["TopPick"] {
  return {
    asOf: "2026-06-30",
    dataSource: "vci",
    ticker,
    name: `${ticker} Corporation`,
    sector: "Technology",
    horizonDays: 7,
    currentPrice: 120000,
    predictedChangePct: 1.25,
    predictedPrice: 121500,
    lowerPrice: 114600,
    upperPrice: 127900,
    probabilityOfRise: 0.56,
    vn30Rank: 4,
    vn30Ranked: 30,
    probabilityOfBeatingVn30: 0.53,
    targetDate: "2026-07-09",
    forecastAsOf: "2026-06-30",
    mapePct: 3.1,
    naiveMapePct: 3.2,
    skill: 0.0105,
    verdict: "not proven",
    belowNaive: false,
    addedAt: "2026-06-30T12:00:00Z",
  };
}

function row(symbol: string): Schemas["MarketRow"] {
  return {
    symbol,
    name: `${symbol} Corporation`,
    sector: "Technology",
    currentPrice: 32960,
    pctChange: {
      "7d": { actualPct: 3, actualPrice: 32000.125 },
      "15d": { actualPct: -1.26, actualPrice: 33380 },
      "30d": { actualPct: null, actualPrice: null },
    },
    predictedPctChange: {
      "7d": {
        predictedPct: 0.25,
        predictedPrice: 33042,
        verdict: "not proven",
        belowNaive: false,
        vn30Rank: 4,
        vn30Ranked: 30,
        probabilityOfBeatingVn30: 0.53,
      },
    },
    sparkline14d: [
      { date: "2026-06-29", price: 32000, isPredicted: false },
      { date: "2026-06-30", price: 32960, isPredicted: false },
      { date: "2026-07-01", price: 33042, isPredicted: true },
    ],
  };
}

/** A market with these stocks, which records the requests. */
function market(...symbols: string[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get(MARKET, ({ request }) => {
      const query = new URL(request.url).searchParams;
      if (query.get("pageSize") === "1") return HttpResponse.json(EMPTY_MARKET);
      asked.push(query);
      const page = Number(query.get("page"));
      const pageSize = Number(query.get("pageSize"));
      const data = symbols.slice((page - 1) * pageSize, page * pageSize).map(row);
      const meta = {
        ...EMPTY_MARKET.meta,
        page,
        pageSize,
        total: symbols.length,
        sectors: ["Technology"],
      };
      return HttpResponse.json({ data, meta });
    }),
  );
  return asked;
}

beforeEach(() => {
  // Without a size, the table shows no rows.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(300);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(1200);
  server.use(
    http.get(`${V1}/stocks/top-picks`, () => HttpResponse.json([])),
    http.get(`${V1}/stocks/my-list`, () => HttpResponse.json([])),
  );
});

test("skeletons stand until the picks and the market come", async () => {
  server.use(
    http.get(`${V1}/stocks/top-picks`, () => delay("infinite")),
    http.get(MARKET, () => delay("infinite")),
  );
  await renderPage("/", "enduser1");
  expect(await screen.findByLabelText("The top picks: loading")).toBeVisible();
  expect(screen.getByLabelText("The market: loading")).toBeVisible();
});

test("a pick shows price, forecast, interval and verdict", async () => {
  server.use(http.get(`${V1}/stocks/top-picks`, () => HttpResponse.json([pick("FPT")])));
  await renderPage("/", "enduser1");
  const [entry] = within(await screen.findByRole("list", { name: "Should Buy" })).getAllByRole("listitem");
  expect(entry).toHaveTextContent("↑ +1.25%");
  expect(entry).toHaveTextContent("120 000 → 121 500 VND");
  expect(entry).toHaveTextContent("Rank 4 of 30; chance to beat the VN30 53%");
  expect(entry).toHaveTextContent("80%: 114 600 – 127 900");
  expect(entry).toHaveTextContent("Not proven · skill +0.011");
});

test("a close has the board's sign of its session, and none where the quote is of another price", async () => {
  market("FPT", "VIC");
  const quote = { price: 32960, reference: 30800, ceiling: 32950, floor: 28650 };
  server.use(
    http.get(`${V1}/quotes`, () =>
      HttpResponse.json({
        data: [
          { ...quote, ticker: "FPT" },
          { ...quote, ticker: "VIC", price: 32000 },
        ],
      }),
    ),
  );
  await renderPage("/", "enduser1");
  expect(await screen.findByText(/ceiling/)).toBeVisible();
  expect(screen.getByRole("row", { name: /FPT/ })).toHaveTextContent(/▲\s?ceiling/);
  expect(screen.getByRole("row", { name: /VIC/ })).not.toHaveTextContent(/[▲▼■]/);
});

test("a pick and a row of the market below the naive forecast are marked", async () => {
  const rows = [row("FPT"), row("VIC")];
  const [predicted] = rows.map(({ predictedPctChange }) => predictedPctChange["7d"]);
  if (predicted) predicted.belowNaive = true;
  server.use(
    http.get(MARKET, () =>
      HttpResponse.json({ data: rows, meta: { ...EMPTY_MARKET.meta, pageSize: 100, total: 2 } }),
    ),
  );
  const picks = [{ ...pick("FPT"), belowNaive: true }, pick("VIC")];
  server.use(http.get(`${V1}/stocks/top-picks`, () => HttpResponse.json(picks)));
  await renderPage("/", "enduser1");
  const list = within(await screen.findByRole("list", { name: "Should Buy" }));
  expect(list.getAllByText("Below naive")).toHaveLength(1);
  const table = within(await screen.findByRole("table"));
  expect(table.getAllByText("Below naive")).toHaveLength(1);
});

test("tabs have lists of their own, which may be empty", async () => {
  server.use(
    http.get(`${V1}/stocks/top-picks`, ({ request }) =>
      HttpResponse.json(request.url.includes("should_sell") ? [pick("VIC")] : []),
    ),
  );
  const { user, history } = await renderPage("/", "enduser1");
  expect(await screen.findByText("No stock is forecast to rise")).toBeVisible();
  await user.click(screen.getByRole("tab", { name: "Should Sell" }));
  expect(await screen.findByRole("link", { name: "VIC" })).toHaveAttribute("href", "/stocks/VIC");
  expect(history.location.search).toBe("?tab=should_sell");
  await user.click(screen.getByRole("tab", { name: "My List" }));
  expect(await screen.findByText("Your list is empty")).toBeVisible();
});

test("before the first training, the picks say that there is no forecast", async () => {
  const unforecast = row("FPT");
  for (const predicted of Object.values(unforecast.predictedPctChange)) predicted.predictedPct = null;
  const meta = { ...EMPTY_MARKET.meta, pageSize: 100, total: 1 };
  server.use(http.get(MARKET, () => HttpResponse.json({ data: [unforecast], meta })));
  await renderPage("/", "enduser1");
  expect(await screen.findByText("No forecast yet")).toBeVisible();
  expect(screen.queryByText("No stock is forecast to rise")).toBeNull();
});

test("picks that could not be loaded can be asked for again", async () => {
  server.use(
    http.get(`${V1}/stocks/top-picks`, () => refusal(422, "invalid", "No."), { once: true }),
    http.get(`${V1}/stocks/top-picks`, () => HttpResponse.json([pick("FPT")])),
  );
  const { user } = await renderPage("/", "enduser1");
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("The top picks could not be loaded");
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: "FPT" })).toBeVisible();
});

test("a row shows percentage / price, and a sparkline in words", async () => {
  market("FPT");
  await renderPage("/", "enduser1");
  const cells = within(await screen.findByRole("row", { name: /FPT Corporation/ })).getAllByRole("cell");
  expect(cells.slice(1, 8).map((cell) => cell.textContent)).toEqual([
    "FPT",
    "32\u202f960",
    "+3.0% / 32\u202f000",
    "−1.3% / 33\u202f380",
    "–",
    "+0.25% / 33\u202f042",
    "4 / 53%",
  ]);
  expect(
    screen.getByRole("img", { name: /2 sessions from 32.000 to 32.960, forecast 33.042/ }),
  ).toBeVisible();
});

test("search, sector and My List are asked of the server, and kept in the address", async () => {
  const asked = market("FPT", "VCB");
  const { user, history } = await renderPage("/", "enduser1");
  await user.type(await screen.findByLabelText("Search by symbol or name"), "vc");
  await waitFor(() => expect(history.location.search).toBe("?search=vc"));
  await user.selectOptions(screen.getByLabelText("Sector"), "Technology");
  await user.click(screen.getByLabelText("My List only"));
  await waitFor(() =>
    expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({
      search: "vc",
      sector: "Technology",
      myList: "true",
      page: "1",
      pageSize: "100",
    }),
  );
  expect(history.location.search).toBe("?search=vc&sector=Technology&myList=true");
});

test("a header sorts on the server: decreasing, increasing, and by symbol again", async () => {
  const asked = market("FPT", "VCB");
  const { user, history } = await renderPage("/", "enduser1");
  const header = await screen.findByText("Current Price");
  const orders = [
    { address: "?sortBy=price", sortBy: "price", sortDir: "desc", aria: "descending" },
    { address: "?sortBy=price&sortDir=asc", sortBy: "price", sortDir: "asc", aria: "ascending" },
    { address: "", sortBy: null, sortDir: null, aria: "none" },
  ];
  for (const { address, sortBy, sortDir, aria } of orders) {
    await user.click(header);
    await waitFor(() => expect(history.location.search).toBe(address));
    expect(header.closest("th")).toHaveAttribute("aria-sort", aria);
    // By symbol: that answer is loaded already.
    if (sortBy !== null) await waitFor(() => expect(asked.at(-1)?.get("sortBy")).toBe(sortBy));
    if (sortDir !== null) await waitFor(() => expect(asked.at(-1)?.get("sortDir")).toBe(sortDir));
  }
});

test("the file has all rows that match in the order of the table, and a column can be hidden", async () => {
  localStorage.clear();
  const saved = vi.spyOn(csv, "download").mockImplementation(() => undefined);
  const asked = market(...Array.from({ length: 250 }, (_, index) => `T${index}`));
  const { user } = await renderPage("/?search=t&sortBy=price", "enduser1");
  await user.click(await screen.findByRole("button", { name: "CSV" }));
  await waitFor(() => expect(saved).toHaveBeenCalled());
  const lines = saved.mock.calls[0]?.[1].split("\r\n") ?? [];
  expect(lines[0]).toContain("symbol,name,sector,price_vnd,change_7d_pct,price_7d_ago_vnd");
  expect(lines[1]).toContain("T0,T0 Corporation,Technology,32960,3,32000.125");
  expect(lines).toHaveLength(1 + 250 + 1);
  const pages = asked.filter((query) => query.get("pageSize") === "200");
  expect(pages.map((query) => [query.get("search"), query.get("sortBy"), query.get("page")])).toEqual([
    ["t", "price", "1"],
    ["t", "price", "2"],
  ]);

  await user.click(screen.getByRole("button", { name: "Columns" }));
  await user.click(screen.getByRole("checkbox", { name: "% Change 30D IRL" }));
  expect(screen.queryByRole("columnheader", { name: /30D/ })).toBeNull();
  expect(screen.getByRole("columnheader", { name: /15D/ })).toBeVisible();
  localStorage.clear();
});

test("no match: the filters can be cleared", async () => {
  const asked = market();
  const { user } = await renderPage("/?search=zzz&sector=Technology", "enduser1");
  await user.click(await screen.findByRole("button", { name: "Clear search and filters" }));
  expect(await screen.findByText("No prices yet")).toBeVisible();
  expect(asked.at(-1)?.get("search")).toBeNull();
  expect(screen.getByLabelText("Search by symbol or name")).toHaveValue("");
});

test("a market that could not be loaded can be asked for again", async () => {
  market("FPT");
  server.use(
    http.get(MARKET, ({ request }) =>
      request.url.includes("pageSize=100") ? refusal(409, "no", "Not now.") : undefined,
    ),
  );
  const { user } = await renderPage("/", "enduser1");
  const alert = await screen.findByText("The market could not be loaded");
  expect(alert).toBeVisible();
  market("FPT");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("FPT Corporation")).toBeVisible();
});

test("of many rows only those in sight are drawn; the table says how many there are", async () => {
  const asked = market(...Array.from({ length: 250 }, (_, index) => `T${index}`));
  await renderPage("/", "enduser1");
  await screen.findByText("T0 Corporation");
  expect(screen.getByRole("table")).toHaveAttribute("aria-rowcount", "251");
  expect(screen.getAllByRole("row").length).toBeLessThan(40);
  expect(asked.length).toBe(1);
});

test("a click on a row opens the stock", async () => {
  market("FPT");
  const { user, history } = await renderPage("/", "enduser1");
  await user.click(await screen.findByText("FPT Corporation"));
  expect(await screen.findByRole("heading", { name: "The stock" })).toBeVisible();
  expect(history.location.pathname).toBe("/stocks/FPT");
});

test("a star adds to My List at once, and takes it back when the server refuses", async () => {
  market("FPT");
  let refuse = () => {};
  const held = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  server.use(
    http.put(`${V1}/stocks/my-list/FPT`, async () => {
      await held;
      return refusal(409, "list_full", "My List holds 200 stocks at most.");
    }),
  );
  const { user } = await renderPage("/", "enduser1");
  const star = await screen.findByLabelText("FPT in My List");
  await waitFor(() => expect(star).toBeEnabled());
  await user.click(star);
  expect(star).toHaveAttribute("aria-pressed", "true");
  refuse();
  expect(await screen.findByText("My List holds 200 stocks at most.")).toBeVisible();
  await waitFor(() => expect(star).toHaveAttribute("aria-pressed", "false"));
});

test("a cleared star removes its stock from My List at once", async () => {
  server.use(
    http.get(`${V1}/stocks/my-list`, () => HttpResponse.json([pick("FPT"), pick("VCB")])),
    http.delete(`${V1}/stocks/my-list/FPT`, () => delay("infinite")),
  );
  const { user } = await renderPage("/?tab=my_list", "enduser1");
  await user.click(await screen.findByLabelText("FPT in My List"));
  expect(screen.queryByRole("link", { name: "FPT" })).toBeNull();
  expect(screen.getByRole("link", { name: "VCB" })).toBeVisible();
});
