import type { Schemas } from "../src/api/client";
import { price } from "../src/shared/format/numbers";
import { expect, takePictures, test } from "./fixtures";
import { ask } from "./platform";

const MARKET = "/api/v1/stocks/market-table";

test.describe("2.3 End User – Market", () => {
  test("Tab switches update lists", async ({ open }) => {
    const page = await open("enduser1", "/");
    for (const [tab, bucket] of [
      ["Should Sell", "should_sell"],
      ["Should Buy", "should_buy"],
    ] as const) {
      await page.getByRole("tab", { name: tab }).click();
      const picks = await ask<Schemas["TopPick"][]>(
        page,
        "enduser1",
        `/api/v1/stocks/top-picks?bucket=${bucket}&limit=5`,
      );
      const panel = page.getByRole("tabpanel", { name: tab });
      await expect(panel.getByRole("listitem").getByRole("link")).toHaveText(
        picks.map((pick) => pick.ticker),
      );
      for (const pick of picks)
        expect(Math.sign(pick.predictedChangePct)).toBe(bucket === "should_buy" ? 1 : -1);
    }
    await expect(page).not.toHaveURL(/tab=/);
    await page.getByRole("tab", { name: "My List" }).press("Enter");
    await expect(page).toHaveURL(/tab=my_list/);
    await page.reload();
    await expect(page.getByRole("tabpanel", { name: "My List" })).toBeVisible();
  });

  test("Horizon columns clearly show percentage / price pairs", async ({ open }) => {
    const page = await open("enduser1", "/");
    const { data } = await ask<Schemas["MarketTable"]>(page, "enduser1", `${MARKET}?pageSize=5`);
    for (const stock of data) {
      const row = page.getByRole("row", { name: new RegExp(`\\b${stock.symbol}\\b`) });
      // Texts are read without waiting.
      await expect(row.getByRole("cell").first()).toContainText(stock.name);
      const [name, symbol, current, ...pairs] = await row.getByRole("cell").allTextContents();
      expect(name).toContain(stock.name);
      expect(symbol).toBe(stock.symbol);
      // A sign of the board may stand beside it.
      expect(current).toContain(price(stock.currentPrice));
      for (const [index, horizon] of ["7d", "15d", "30d"].entries()) {
        const { actualPct = null, actualPrice = null } = stock.pctChange[horizon] ?? {};
        expect(pairs[index]).toMatch(/^[+−]?\d+\.\d% \/ [\d\u202f]+$/);
        expect(pairs[index]).toContain(Math.abs(actualPct ?? 0).toFixed(1));
        expect(pairs[index]).toContain(price(actualPrice));
      }
      expect(pairs[3]).toContain(price(stock.predictedPctChange["7d"]?.predictedPrice));
      await expect(row.getByRole("img", { name: /14 sessions from .* forecast/ })).toBeVisible();
    }
  });

  test("Table sort works", async ({ open }) => {
    const page = await open("enduser1", "/");
    const table = page.getByRole("table");
    for (const [header, sortBy] of [
      ["Current Price", "price"],
      ["% Change 7D IRL", "change_7d"],
      ["% Change 15D IRL", "change_15d"],
      ["% Change 30D IRL", "change_30d"],
      ["% Change 7D Predicted", "predicted_change_7d"],
    ] as const) {
      for (const [sortDir, order] of [
        ["desc", "descending"],
        ["asc", "ascending"],
      ] as const) {
        await table.getByRole("button", { name: header, exact: true }).click();
        await expect(table.getByRole("columnheader", { name: header, exact: true })).toHaveAttribute(
          "aria-sort",
          order,
        );
        const { data } = await ask<Schemas["MarketTable"]>(
          page,
          "enduser1",
          `${MARKET}?sortBy=${sortBy}&sortDir=${sortDir}&pageSize=5`,
        );
        const symbols = table.locator("tbody").getByRole("row").locator('[data-column="symbol"]');
        await expect
          .poll(async () => (await symbols.allTextContents()).slice(0, 5))
          .toEqual(data.map((stock) => stock.symbol));
      }
    }
    await expect(page).toHaveURL(/sortBy=predicted_change_7d&sortDir=asc/);
  });

  test("Table search and filter work, and stay in the address", async ({ open }) => {
    const page = await open("enduser1", "/");
    const rows = page.getByRole("table").locator("tbody").getByRole("row");
    await page.getByLabel("Search by symbol or name").fill("fpt");
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("FPT");
    await page.reload();
    await expect(page.getByLabel("Search by symbol or name")).toHaveValue("fpt");
    await expect(rows).toHaveCount(1);
    await page.getByRole("button", { name: "Clear the search" }).click();

    await page.getByLabel("Sector").selectOption("Banking");
    const { meta } = await ask<Schemas["MarketTable"]>(page, "enduser1", `${MARKET}?sector=Banking`);
    await expect(page.getByText(`${meta.total} stocks`)).toBeVisible();
    await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", String(meta.total + 1));

    await page.getByLabel("Search by symbol or name").fill("there is no such company");
    await expect(page.getByText("No stock matches")).toBeVisible();
    await page.getByRole("button", { name: "Clear search and filters" }).click();
    await expect(page).toHaveURL(/\/$/);
    await expect(rows.first()).toBeVisible();
  });

  test("row navigates to Stock, by a click or by the keyboard", async ({ open }) => {
    const page = await open("enduser1", "/");
    const row = page.getByRole("row", { name: /\bACB\b/ });
    await row.getByRole("cell").nth(2).click();
    await expect(page).toHaveURL(/\/stocks\/ACB$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("ACB");
    await page.goBack();
    await row.getByRole("link").press("Enter");
    await expect(page).toHaveURL(/\/stocks\/ACB$/);
  });

  test("a star adds to My List and removes from it", async ({ open }) => {
    const page = await open("enduser2", "/?tab=my_list");
    const row = page.getByRole("row", { name: /\bBID\b/ });
    const star = row.getByRole("button", { name: "BID in My List" });
    const mine = page.getByRole("tabpanel", { name: "My List" });
    await expect(star).toBeEnabled();
    if ((await star.getAttribute("aria-pressed")) === "true") await star.click();
    await expect(star).toHaveAttribute("aria-pressed", "false");
    await expect(mine.getByRole("link", { name: "BID" })).toHaveCount(0);

    await star.click();
    await expect(mine.getByRole("link", { name: "BID" })).toBeVisible();
    await page.reload();
    await expect(mine.getByRole("link", { name: "BID" })).toBeVisible();
    await page.getByLabel("My List only").check({ force: true });
    await expect(row).toBeVisible();

    await mine.getByRole("button", { name: "BID in My List" }).click();
    await expect(row).toHaveCount(0);
    await expect(mine.getByRole("link", { name: "BID" })).toHaveCount(0);
  });

  test("Market is accessible, and fits a desktop and a phone", async ({ open }) => {
    const page = await open("enduser1", "/");
    await expect(page.getByRole("row").nth(5)).toBeVisible();
    await expect(page.getByRole("tabpanel").getByRole("listitem").first()).toBeVisible();
    await takePictures(page, "home");
  });
});
