import type { Page } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { change, percent, price } from "../src/shared/format/numbers";
import { time } from "../src/shared/format/times";
import { expect, expectAccessible, takePictures, test } from "./fixtures";
import { ask } from "./platform";

async function chartOf(page: Page, history: number, horizon: number) {
  return ask<Schemas["Chart"]>(
    page,
    "enduser1",
    `/api/v1/stocks/FPT/chart?historicalRange=${history}d&predictionRange=${horizon}d`,
  );
}

async function seriesOf(page: Page, range: string, prices: string) {
  return ask<Schemas["TimeSeries"]>(
    page,
    "enduser1",
    `/api/v1/stocks/FPT/timeseries?range=${range}&prices=${prices}`,
  );
}

test.describe("2.4 End User – Stock", () => {
  test("Tabs update chart range", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const chart = page.getByRole("tabpanel").getByRole("img");
    const points = page.getByRole("table", { name: /^Closes and forecast/ }).getByRole("row");
    await page.getByText("Show the points as a table").click();
    for (const horizon of [15, 30, 7]) {
      await page.getByRole("tab", { name: `${horizon}D` }).click();
      const answer = await chartOf(page, 60, horizon);
      const end = answer.points.at(-1);
      await expect(chart).toHaveAttribute(
        "aria-label",
        end?.actualPrice === null
          ? new RegExp(`forecast of ${price(end.predictedPrice)} VND for ${end.date}`)
          : /no forecast/,
      );
      // The sessions of both, and the row of headings.
      await expect(points).toHaveCount(answer.points.length + 1);
    }
    await page
      .getByRole("radiogroup", { name: /History/ })
      .getByText("15")
      .click();
    await expect(points).toHaveCount((await chartOf(page, 15, 7)).points.length + 1);
    await expect(page).toHaveURL(/\?history=15$/);
    await page.reload();
    await expect(page.getByRole("radio", { name: "15" })).toBeChecked();
  });

  test("Tooltip shows actual and predicted values", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT?history=15&horizon=15");
    const chart = page.getByRole("tabpanel").getByRole("img");
    await expect(chart).toBeVisible();
    const { points } = await chartOf(page, 15, 15);
    const box = await chart.boundingBox();
    const tooltip = page.getByRole("tooltip");
    // From left to right over the chart, session by session.
    const seen = new Map<string, string>();
    for (let share = 0.02; share < 0.9; share += 0.015) {
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * share, (box?.y ?? 0) + 200);
      const text = await tooltip.textContent();
      seen.set(text?.slice(0, 10) ?? "", text ?? "");
    }
    for (const { date, actualPrice, predictedPrice, lowerPrice, upperPrice } of points) {
      const interval = lowerPrice == null ? "" : `80% interval${price(lowerPrice)} – ${price(upperPrice)}`;
      expect(seen.get(date)).toBe(
        `${date}Actual${price(actualPrice)}Predicted${price(predictedPrice)}${interval}`,
      );
    }
  });

  test("Ranges show candles, volume and corporate actions, adjusted and as traded", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const card = page.getByRole("region", { name: "Price & Forecast" });
    const chart = card.getByRole("tabpanel").getByRole("img");
    for (const range of ["1M", "YTD", "10Y"]) {
      // By the keyboard, from tab to tab.
      await card.getByRole("tab", { selected: true }).press("End");
      const tab = card.getByRole("tab", { name: range, exact: true });
      while (!(await tab.getAttribute("aria-selected"))?.startsWith("true"))
        await card.getByRole("tab", { selected: true }).press("ArrowLeft");
      const { bars } = await seriesOf(page, range, "adjusted");
      const [first, last] = [bars[0], bars.at(-1)];
      await expect(chart).toHaveAttribute(
        "aria-label",
        new RegExp(
          `^FPT, adjusted: close of ${price(first?.close)} VND on ${first?.date}.*${price(last?.close)} VND on`,
        ),
      );
    }
    const { bars } = await seriesOf(page, "10Y", "raw");
    const actions = await ask<Schemas["Actions"]>(
      page,
      "enduser1",
      "/api/v1/stocks/FPT/actions?pageSize=200",
    );
    const inRange = actions.data.filter(({ isUsed, exDate }) => isUsed && exDate >= (bars[0]?.date ?? ""));
    expect(inRange.length).toBeGreaterThan(0);
    const listed = card.getByRole("list", { name: "Corporate actions" }).getByRole("listitem");
    await expect(listed).toHaveCount(inRange.length);
    await expect(listed.first()).toContainText(inRange[0]?.exDate ?? "");
    await card.getByText("As traded").click();
    await expect(chart).toHaveAttribute(
      "aria-label",
      new RegExp(`^FPT, as traded: close of ${price(bars[0]?.close)} `),
    );
    await expect(page).toHaveURL(/\?range=10Y&prices=raw$/);

    // The tooltip of the bar that has the newest action names it.
    const newest = inRange[0]?.exDate ?? "";
    const place = bars.findIndex(({ lastDate }) => lastDate >= newest);
    const box = await chart.boundingBox();
    const tooltip = page.getByRole("tooltip");
    const seen: string[] = [];
    for (let share = place / bars.length - 0.15; share < place / bars.length; share += 0.002) {
      await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * share, (box?.y ?? 0) + 200);
      if (await tooltip.isVisible()) seen.push((await tooltip.textContent()) ?? "");
    }
    expect(seen.some((text) => text.includes(`Volume`) && text.includes(`${newest}:`))).toBe(true);
  });

  test("Model status shows last updated time and accuracy metrics per horizon for the selected ticker", async ({
    open,
  }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const card = page.getByRole("region", { name: "Model status" });
    for (const ticker of ["FPT", "VCB"]) {
      if (ticker !== "FPT") {
        await page.getByRole("combobox", { name: "Stock" }).click();
        await expect(page.getByRole("listbox")).toBeVisible();
        await page.getByRole("combobox", { name: "Stock" }).fill(ticker);
        await page.getByRole("option", { name: new RegExp(`^${ticker} ·`) }).click();
        await expect(page.getByRole("heading", { level: 1 })).toContainText(ticker);
      }
      const status = await ask<Schemas["ModelStatus"]>(page, "enduser1", `/api/v1/models/${ticker}/status`);
      await expect(card).toContainText(`Last updated ${time(status.lastUpdatedAt)}`);
      await expect(card).toContainText("From latest training run");
      await expect(card).toContainText(new RegExp(status.state, "i"));
      await expect(card).toContainText(`MAPE (7D): ${percent(status.metrics["7d"]?.mapePct)}`);
      for (const [horizon, { mapePct, naiveMapePct }] of Object.entries(status.metrics)) {
        const row = card.getByRole("row", { name: `${horizon.toUpperCase()} ${percent(mapePct)}` });
        await expect(row).toContainText(percent(naiveMapePct));
      }
    }
  });

  test("Predictions show 7D, 15D and 30D with green and red, interval and chance of a rise", async ({
    open,
  }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const { horizons } = await ask<Schemas["Predictions"]>(
      page,
      "enduser1",
      "/api/v1/stocks/FPT/predictions",
    );
    const entries = page.getByRole("region", { name: "Predictions" }).getByRole("listitem");
    await expect(entries).toHaveCount(3);
    for (const [index, horizon] of ["7", "15", "30"].entries()) {
      const forecast = horizons[horizon];
      const entry = entries.nth(index);
      await expect(entry).toContainText(`${horizon}D`);
      // A training run may lack some horizons.
      if (!forecast) {
        await expect(entry).toContainText("no forecast");
        continue;
      }
      await expect(entry).toContainText(`Close on ${forecast.targetDate}`);
      await expect(entry).toContainText(`${price(forecast.lowerPrice)} – ${price(forecast.upperPrice)}`);
      await expect(entry).toContainText(`Rank in the VN30${forecast.vn30Rank ?? "not known"}`);
      await expect(entry).toContainText(
        `Chance of a rise${percent((forecast.probabilityOfRise ?? 0) * 100, 0)}`,
      );
      await expect(entry).toContainText(forecast.verdict === "proven" ? "Proven" : "Not proven");
      const text = change(forecast.predictedChangePct, 2);
      const colour = text.startsWith("+")
        ? "rgb(23, 105, 45)"
        : text.startsWith("−")
          ? "rgb(176, 37, 37)"
          : "rgb(73, 80, 87)";
      await expect(entry.getByText(text, { exact: false }).last()).toHaveCSS("color", colour);
    }
  });

  test("Stock Overview shows name, description, market cap, volume and links", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const stock = await ask<Schemas["StockOverview"]>(page, "enduser1", "/api/v1/stocks/FPT");
    const card = page.getByRole("region", { name: "Stock Overview" });
    await expect(card).toContainText(stock.name);
    if (stock.description) await expect(card).toContainText(stock.description);
    await expect(card).toContainText(/Market cap.*VND/);
    await expect(card).toContainText(price(stock.tradingVolume));
    if (stock.links.companyWebsiteUrl)
      await expect(card.getByRole("link", { name: /Company website/ })).toHaveAttribute(
        "href",
        stock.links.companyWebsiteUrl,
      );
  });

  test("the layout is 25/50/25 on a desktop", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const widths: number[] = [];
    for (const name of ["Predictions", "Price & Forecast", "Stock Overview"])
      widths.push((await page.getByRole("region", { name }).boundingBox())?.width ?? 0);
    const whole = widths.reduce((sum, width) => sum + width, 0);
    for (const [index, share] of [0.25, 0.5, 0.25].entries())
      expect((widths[index] ?? 0) / whole).toBeCloseTo(share, 1);
  });

  test("Stock opens the stock looked at last; an unknown one leads back", async ({ open }) => {
    const page = await open("enduser1", "/stocks/VNM");
    await expect(page.getByRole("region", { name: "Stock Overview" })).toContainText("VNM");
    await page.getByRole("link", { name: "Market", exact: true }).click();
    await page.getByRole("link", { name: "Stock", exact: true }).click();
    await expect(page).toHaveURL(/\/stocks\/VNM$/);
    await page.goto("/stocks/NOSUCH");
    await expect(page.getByRole("heading", { name: "There is no stock NOSUCH here" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("main").getByRole("link", { name: "Go to Market" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
  });

  test("Stock is accessible, and fits a desktop and a phone", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT?horizon=30");
    await expect(page.getByRole("img", { name: /^FPT: close of/ })).toBeVisible();
    await expect(page.getByText("Last updated")).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "stock");
    await page.getByText("Show the points as a table").click();
    await expectAccessible(page);
  });

  test("The ranges are accessible, and fit a desktop and a phone", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT");
    for (const range of ["1Y", "10Y", "1D"]) {
      await page.getByRole("tab", { name: range, exact: true }).click();
      const shown =
        range === "1D"
          ? page.getByText(/^A bar is one minute|^No prices of FPT/)
          : page.getByText(/^A bar is/);
      await expect(shown).toBeVisible();
      await expectAccessible(page);
      await takePictures(page, `stock-${range}`);
    }
  });
});
