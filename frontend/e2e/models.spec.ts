import { expect, expectAccessible, takePictures, test } from "./fixtures";
import { ask } from "./platform";

type Models = {
  data: { ticker: string; mape: Record<string, number>; predictions: Record<string, number> }[];
};

test.describe("2.7 Data Scientist – Models", () => {
  test("the table displays all VN30 stocks with trained models", async ({ open }) => {
    const page = await open("ds1", "/models");
    const { data } = await ask<Models>(page, "ds1", "/api/v1/models?pageSize=200");
    expect(data).toHaveLength(30);
    const tickers = page.getByRole("row").getByRole("link");
    await expect(tickers).toHaveText(data.map((model) => model.ticker));
    await takePictures(page, "models");
  });

  test("MAPE values are color-coded according to performance thresholds", async ({ open }) => {
    const page = await open("ds1", "/models");
    const { data } = await ask<Models>(page, "ds1", "/api/v1/models?pageSize=200");
    for (const model of data.slice(0, 5)) {
      const row = page.getByRole("row", { name: new RegExp(`^${model.ticker}`) });
      for (const mape of Object.values(model.mape)) {
        const tone = mape < 5 ? "up" : mape <= 10 ? "middling" : "down";
        await expect(
          row.locator(`[data-tone="${tone}"]`, { hasText: `${mape.toFixed(1)}%` }).first(),
        ).toBeVisible();
      }
    }
  });

  test("predictions show directional arrows and color coding", async ({ open }) => {
    const page = await open("ds1", "/models");
    const { data } = await ask<Models>(page, "ds1", "/api/v1/models?pageSize=200");
    for (const model of data.slice(0, 5)) {
      const row = page.getByRole("row", { name: new RegExp(`^${model.ticker}`) });
      for (const [index, horizon] of ["7d", "15d", "30d"].entries()) {
        const value = Number((model.predictions[horizon] ?? 0).toFixed(2));
        const figure = row
          .getByRole("cell")
          .nth(4 + index)
          .locator(".figures")
          .first();
        if (value > 0) await expect(figure).toHaveText(`↑ +${value.toFixed(2)}%`);
        if (value < 0) await expect(figure).toHaveText(`↓ −${(-value).toFixed(2)}%`);
        const colour = await figure.evaluate((element) => element.style.color);
        expect(colour).toBe(value > 0 ? "var(--up)" : value < 0 ? "var(--down)" : "var(--quiet)");
      }
    }
  });

  test("View opens a modal with the evaluation plot, closed by X, outside click and Esc", async ({
    open,
  }) => {
    const page = await open("ds1", "/models");
    const view = page.getByRole("button", { name: "View the evaluation of FPT" });
    const dialog = page.getByRole("dialog", { name: /FPT/ });
    const closings = [
      () => dialog.getByRole("button", { name: "Close" }).click(),
      () => page.mouse.click(5, 500),
      () => page.keyboard.press("Escape"),
    ];
    for (const [index, close] of closings.entries()) {
      await view.click();
      const plot = dialog.getByAltText(/Evaluation of FPT/);
      await expect(plot).toBeVisible();
      expect(await plot.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(400);
      if (index === 0) {
        await expectAccessible(page);
        await takePictures(page, "models-plot");
      }
      await close();
      await expect(dialog).toBeHidden();
    }
    await expect(view).toBeFocused();
  });
});
