import { expect, expectAccessible, type Page, takePictures, test } from "./fixtures";
import { ask } from "./platform";

type Predictions = { predictions: { horizon: string; predictedPrice: number }[] };
type Served = { data: { version: string; isServed: boolean }[] };

/** The versions of a stored market: v1 and v3 of one line, of which v3 is champion, the challenger v2, and v4. */
const CHAMPION = "v3";
const CHALLENGER = "v2";
const RESEARCH = "v4";

async function decide(page: Page, button: string, horizon: string) {
  await page.getByRole("button", { name: button, exact: true }).click();
  const dialog = page.getByRole("dialog");
  // The list of boxes is read at once, and would be empty.
  await expect(dialog.getByRole("checkbox").first()).toBeVisible();
  for (const box of await dialog.getByRole("checkbox").all()) await box.uncheck();
  await dialog.getByRole("checkbox", { name: new RegExp(`^${horizon}`) }).check();
  await dialog.getByRole("textbox", { name: /Note/ }).fill(`${button} in the browser`);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test.describe("Versions of the models", () => {
  test("they stand in their lines, with the champions marked", async ({ open }) => {
    const page = await open("ds1", "/models");
    const tree = page.getByRole("list", { name: "Versions of the models" });
    await expect(tree.getByText("Line of v1")).toBeVisible();
    await expect(tree.getByText("Line of v2")).toBeVisible();
    const champion = tree.getByRole("listitem").filter({ hasText: "Champion 7D, 15D, 30D" });
    await expect(champion.last().getByRole("link", { name: CHAMPION })).toBeVisible();
    await expect(tree.getByText("Research: log return of the high")).toBeVisible();
    await takePictures(page, "model-versions");
  });

  test("a promotion and a roll-back change the forecasts that are served", async ({ open }) => {
    const page = await open("ds1", `/models/versions/${CHALLENGER}`);
    await expect(page.getByText("Not champion at any horizon")).toBeVisible();
    const served = () => ask<Predictions>(page, "ds1", "/api/v1/stocks/FPT/predictions");
    const before = await served();
    await decide(page, "Promote", "7D");
    await expect(page.getByText("Champion 7D", { exact: true })).toBeVisible();
    const promoted = await served();
    expect(promoted).not.toEqual(before);
    await takePictures(page, "model-version-champion");

    await page.goto(`/models/versions/${CHAMPION}`);
    await expect(page.getByText("Champion 15D, 30D")).toBeVisible();
    await decide(page, "Roll back to it", "7D");
    await expect(page.getByText("Champion 7D, 15D, 30D")).toBeVisible();
    expect(await served()).toEqual(before);
    const history = page.getByRole("region", { name: "Champion history" });
    await expect(history.getByText("“Roll back to it in the browser”")).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "model-version");
  });

  test("a version shows folds, regimes, features, reliability and residuals", async ({ open }) => {
    const page = await open("ds1", `/models/versions/${CHAMPION}`);
    const parts = page.getByRole("region", { name: "Folds and market regimes" });
    await expect(parts.getByRole("row", { name: /^Fold 1/ })).toContainText("±");
    await expect(parts.getByRole("row", { name: /^Volatile, bear/ })).toBeVisible();
    await parts.getByText("30D", { exact: true }).click();
    const features = page.getByRole("region", { name: "Features" });
    await expect(features.getByRole("list", { name: "Importances" })).toContainText(
      "rank by return over 60 sessions rank_return_60",
    );
    await features.getByRole("button", { name: "Show all 5 in a table" }).click();
    await expect(features.getByRole("row", { name: /^rank by volatility over 20 sessions/ })).toHaveCount(2);
    const ranks = page.getByRole("region", { name: "Reliability of the ranks" });
    await expect(ranks.getByRole("img")).toHaveCount(3);
    await expectAccessible(page);
    await takePictures(page, "model-version-details");
  });

  test("research is marked and has no way to be served", async ({ open }) => {
    const page = await open("ds1", `/models/versions/${RESEARCH}`);
    await expect(page.getByText("Research: log return of the high")).toBeVisible();
    await expect(page.getByRole("button", { name: "Promote" })).toHaveCount(0);
  });

  test("an administrator deletes a challenger by typing its name", async ({ open }) => {
    const page = await open("admin1", `/models/versions/${CHALLENGER}`);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: `Delete ${CHALLENGER}?` });
    const confirm = dialog.getByRole("button", { name: "Delete the version" });
    await expect(confirm).toBeDisabled();
    await dialog.getByRole("textbox").fill(CHALLENGER);
    await confirm.click();
    await expect(page).toHaveURL(/\/models$/);
    const tree = page.getByRole("list", { name: "Versions of the models" });
    await expect(tree.getByText("Line of v1")).toBeVisible();
    await expect(tree.getByText("Line of v2")).toBeHidden();
    // What it said stays on record.
    const day = "2024-06-28";
    const said = await ask<Served>(page, "ds1", `/api/v1/champions/FPT?day=${day}`);
    expect(said.data.some(({ version, isServed }) => version === CHALLENGER && !isServed)).toBe(true);
  });
});
