import { expect, expectAccessible, type Page, takePictures, test } from "./fixtures";

/** On the stored market FPT is a BUY, VCB a SELL and HPG a HOLD, at every horizon and for every profile. */
async function consent(page: Page) {
  const box = page.getByRole("checkbox", { name: /I have read this text/ });
  await expect(page.getByRole("heading", { name: "Before your first recommendation" })).toBeVisible();
  await expect(page.getByText("BUY", { exact: true })).toBeHidden();
  await box.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
}

test.describe("Recommendations", () => {
  test("they are shown after consent, with their record, and filtered by the keyboard", async ({ open }) => {
    const page = await open("enduser1", "/recommendations");
    await expectAccessible(page);
    await consent(page);
    await expect(page.getByText(/no investment advice/)).toBeVisible();
    const table = page.getByRole("table");
    const first = table.getByRole("row").nth(1);
    await expect(first.getByRole("link", { name: "FPT" })).toBeVisible();
    await expect(first.getByText("BUY", { exact: true })).toBeVisible();
    await expect(first.getByText(/50.0 ± 3.0% of 120 came true/)).toBeVisible();
    await takePictures(page, "recommendations");

    await page.getByLabel("Label").selectOption("SELL");
    await expect(page).toHaveURL(/label=SELL/);
    await expect(page.getByText("Showing 1–3 of 3 recommendations")).toBeVisible();
    await page.getByLabel("Ticker").fill("HPG");
    await expect(page.getByText("No recommendation matches the filters")).toBeVisible();
    await page.getByRole("button", { name: "Reset filters" }).click();
    await page.getByLabel("Profile").selectOption("aggressive");
    await expect(page.getByText(/^Profile aggressive/)).toBeVisible();
  });

  test("one says why, what is at stake and what came of such ones before", async ({ open }) => {
    const page = await open("enduser1", "/recommendations?horizon=7d");
    await page.getByRole("link", { name: "FPT" }).click();
    await expect(page.getByRole("heading", { name: "FPT, 7D, moderate" })).toBeVisible();
    await expect(
      page.getByText("52.0%: if the chances are right, 52 of 100 such claims come true"),
    ).toBeVisible();
    await expect(page.getByText(/three sessions at the floor cost 24.1 %/)).toBeVisible();
    await expect(page.getByRole("img", { name: /stop-loss 56.000; take-profit 66.000/ })).toBeVisible();
    await page.getByText("Reasons one by one").click();
    await expect(page.getByText("No SELL: too unlikely")).toBeVisible();
    await page.getByText("Snapshot: features").click();
    await expectAccessible(page);
    await takePictures(page, "recommendation");
    // The one before has its outcome.
    const history = page.getByRole("region", { name: "All for FPT at 7D" });
    await history.getByRole("link").last().click();
    await expect(page.getByRole("region", { name: "Outcome" })).toContainText("The claim did not come true.");
  });

  test("the track record has errors, baselines and the reliability of the confidence", async ({ open }) => {
    const page = await open("enduser1", "/recommendations/track-record");
    await expect(page.getByRole("row", { name: /last month's winners/ })).toContainText("47.0 ± 3.0%");
    await expect(
      page.getByRole("img", { name: /Confidence of BUY: forecast 48.0%, observed 44.0% ± 3.0%/ }),
    ).toBeVisible();
    await page.getByText("Figures of the diagrams").click();
    await takePictures(page, "track-record");
    await page.getByLabel("Horizon").selectOption("15d");
    await expect(page).toHaveURL(/horizon=15d/);
    await expect(page.getByText(/profile moderate at 15D/)).toBeVisible();
  });

  test("a replay says what restatements changed", async ({ open }) => {
    const page = await open("enduser1", "/recommendations/replays");
    await page.getByText("18 recommendations differ, 18 in their label").click();
    await expect(page.getByRole("row", { name: /^FPT, 7D, moderate label HOLD → BUY/ })).toBeVisible();
    await takePictures(page, "replays");
  });

  test("Market and Stock show the label of the user's profile with its why", async ({ open }) => {
    const page = await open("enduser1", "/");
    await expect(page.getByRole("link", { name: "Why BUY FPT" })).toBeVisible();
    await takePictures(page, "home-labels");
    await page.goto("/stocks/HPG");
    const card = page.getByRole("region", { name: "Recommendations" });
    await expect(card.getByText("HOLD: neither claim has the chance")).toHaveCount(3);
    await expectAccessible(page);
    await takePictures(page, "stock-recommendations");
    await card.getByRole("link", { name: "Details of HOLD at 15D" }).click();
    await expect(page.getByRole("heading", { name: "HPG, 15D, moderate" })).toBeVisible();
  });

  test("without consent Market and Stock lead to the risk text", async ({ open }) => {
    const page = await open("enduser2", "/");
    await expect(page.getByRole("link", { name: "Show BUY, HOLD or SELL beside each" })).toBeVisible();
    await page.goto("/stocks/FPT");
    await page.getByRole("link", { name: "Read and accept the risk text" }).click();
    await expect(page.getByRole("heading", { name: "Before your first recommendation" })).toBeVisible();
  });

  test("data scientists see the thresholds of the profiles, and faults at their fields", async ({ open }) => {
    const page = await open("ds1", "/recommendations/profiles");
    await page.getByRole("textbox", { name: "Number of names, moderate" }).fill("99");
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await expect(page.getByText("The profiles were not saved")).toBeVisible();
    await takePictures(page, "profiles");
  });
});
