import type { components } from "../src/api/schema";
import { expect, expectAccessible, type Page, takePictures, test } from "./fixtures";
import { ask } from "./platform";

type Schemas = components["schemas"];

/** A formula needs no trained model. */
const FORMULA = "rank(return_over_20)";
const MINUTE = 60_000;

async function begin(page: Page, name: string) {
  await expect(page.getByRole("heading", { level: 1, name: "New simulation" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Formula", { exact: true }).last().fill(FORMULA);
}

async function vary(page: Page, field: string, values: string[]) {
  await page.getByRole("button", { name: "Vary a field" }).click();
  await page.getByLabel("Field", { exact: true }).last().selectOption({ label: field });
  const input = page.getByLabel("Values").last();
  for (const value of values) {
    await input.fill(value);
    await input.press("Enter");
  }
}

test("a simulation is started, watched and cloned; a batch is compared, another one cancelled", async ({
  open,
}) => {
  test.setTimeout(6 * MINUTE);
  const page = await open("ds1", "/simulations/new?preset=momentum");
  await takePictures(page, "simulation-new");

  // A fault stands at its field.
  await begin(page, "Momentum alone");
  await page.getByLabel("Formula", { exact: true }).last().fill("rank(no_such_feature)");
  await page.getByRole("button", { name: "Start the simulation" }).click();
  await expect(page.getByText(/no_such_feature/).first()).toBeVisible();

  await page.getByLabel("Formula", { exact: true }).last().fill(FORMULA);
  await page.getByRole("button", { name: "Start the simulation" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Momentum alone" })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Growth of 100 from .*VN30/ })).toBeVisible({
    timeout: 2 * MINUTE,
  });
  for (const name of ["Trades", "Trend of VNINDEX"]) await page.getByRole("switch", { name }).press("Space");
  await expect(page.getByRole("region", { name: "Figures", exact: true })).toContainText(
    "Deflated Sharpe ratio",
  );
  await expect(page.getByRole("region", { name: "Trades", exact: true })).toContainText("buy");
  await expect(page.getByRole("link", { name: /Trades \(CSV\)/ })).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "simulation");

  await page.getByRole("button", { name: "Clone" }).click();
  await begin(page, "How many?");
  await vary(page, "Names", ["1", "2"]);
  await page.getByRole("button", { name: "Start 2 simulations" }).click();
  const boxes = page.getByRole("checkbox", { name: /^Compare How many/ });
  await expect(boxes).toHaveCount(2);
  await expect(page.getByRole("row").filter({ hasText: "Done" })).toHaveCount(2, { timeout: 2 * MINUTE });
  for (const box of await boxes.all()) await box.check();
  await takePictures(page, "simulations");
  await page.getByRole("button", { name: "Compare 2" }).click();
  await expect(page.getByRole("region", { name: "Differences", exact: true })).toContainText(
    "portfolio.maximumNames",
  );
  await expect(page.getByRole("img", { name: /^Growth of 100/ })).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "simulation-comparison");

  await page.goto("/simulations/new?preset=momentum");
  await begin(page, "Too many");
  await vary(page, "Names", ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  await vary(page, "Rebalancing", ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  await page.getByRole("button", { name: "Start 100 simulations" }).click();
  await page
    .getByRole("link", { name: /^Too many/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Cancel the batch" }).click();
  await page.getByRole("button", { name: "Cancel the rest of the batch" }).click();
  const of = (state: string) =>
    ask<Schemas["SimulationList"]>(page, "ds1", `/api/v1/simulations?search=Too%20many&state=${state}`);
  await expect.poll(async () => (await of("cancelled")).meta.total).toBeGreaterThan(0);
  await expect.poll(async () => (await of("running")).meta.total).toBe(0);

  await page.getByRole("link", { name: "Ledger of trials" }).click();
  await expect(page.getByRole("row", { name: /^Formulas/ })).toBeVisible();
  await takePictures(page, "simulation-ledger");
});
