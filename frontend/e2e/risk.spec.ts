import type { Schemas } from "../src/api/client";
import { expect, expectAccessible, takePictures, test } from "./fixtures";
import { ask } from "./platform";

test.describe("Risk of a stock", () => {
  test("each value at risk stands beside its back-test, in words and in figures", async ({ open }) => {
    const page = await open("enduser1", "/stocks/FPT");
    const answer = await ask<Schemas["StockRisk"]>(page, "enduser1", "/api/v1/risk/FPT");
    const [first] = answer.tails;
    const card = page.getByRole("region", { name: "Risk", exact: true });
    await expect(card.getByText(`such a loss came ${first?.backtest?.exceptions} times`)).toBeVisible();
    const rows = card.getByRole("table", { name: /^Loss that is exceeded/ }).getByRole("row");
    await expect(rows).toHaveCount(9);
    await expect(rows.nth(1)).toContainText(`${first?.backtest?.exceptions} of 1000 (50.0)`);
    for (const method of ["History", "Cornish-Fisher"]) {
      await card.getByText(method, { exact: true }).click();
      await expect(rows).toHaveCount(9);
    }
    await expect(card.getByRole("table", { name: /^Change of VNINDEX/ })).toContainText("COVID-19 of 2020");
    await card.scrollIntoViewIfNeeded();
    await takePictures(page, "risk");
    await page.setViewportSize({ width: 390, height: 844 });
    await card.screenshot({ path: "screenshots/risk-card-390.png" });
  });

  test("a stock without measures says when it has them", async ({ open }) => {
    const page = await open("enduser1", "/stocks/HPG");
    const card = page.getByRole("region", { name: "Risk", exact: true });
    await expect(card.getByText("No risk measures of HPG yet")).toBeVisible();
    await expectAccessible(page);
  });
});
