import type { Schemas } from "../src/api/client";
import { expect, expectAccessible, takePictures, test } from "./fixtures";
import { ask } from "./platform";

/** A stored market of five stocks and both indices from 2023-01-03 to 2024-06-28, with gaps of every kind. */
const HOLES = "2023-02";

test.describe("Data", () => {
  test("a cell says what it holds, and lists its sessions with reasons", async ({ open }) => {
    const page = await open("ds1", "/data");
    const answer = await ask<Schemas["Completeness"]>(page, "ds1", "/api/v1/data-quality/completeness");
    const map = page.getByRole("grid", { name: "Completeness of daily bars by month" });
    await expect(map.getByRole("row")).toHaveCount(answer.data.length + 1);
    const hpg = answer.data.find(({ ticker }) => ticker === "HPG");
    const place = answer.months.indexOf(HOLES);
    const cell = map.getByRole("gridcell", { name: `HPG ${HOLES}` });
    await expect(cell).toHaveAccessibleName(
      `HPG ${HOLES}: ${hpg?.stored[place]} of ${hpg?.expected[place]} sessions stored, 2 absent at the source, 1 missing`,
    );
    // Before its listing nothing is expected of a stock.
    await expect(map.getByRole("gridcell", { name: "VNM 2023-03: no session expected" })).toBeVisible();
    await cell.click();
    await expect(page).toHaveURL(/ticker=HPG&month=2023-02/);
    const gaps = page.getByRole("region", { name: "Sessions of the month" });
    await expect(gaps.getByRole("row")).toHaveCount(4);
    await expect(gaps.getByRole("row", { name: /high below low/ })).toContainText("absent");
    await expect(gaps.getByRole("row", { name: /not requested yet/ })).toContainText("missing");
    await expectAccessible(page);
    await takePictures(page, "data");
  });

  test("the heat map is one stop of the Tab key, and is moved through by arrows", async ({ open }) => {
    const page = await open("ds1", "/data?series=minutes");
    const map = page.getByRole("grid", { name: "Completeness of minutes by month" });
    await map.locator('td[tabindex="0"]').focus();
    await expect(page.locator(":focus")).toHaveAccessibleName(/^FPT 2024-06: 20 of 20/);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await expect(page.locator(":focus")).toHaveAccessibleName(
      /^FPT 2024-04: .* different from the daily bar/,
    );
    await expect(page.getByText("FPT, 2024-04: ", { exact: false })).toBeVisible();
    await page.keyboard.press("Enter");
    const gaps = page.getByRole("region", { name: "Sessions of the month" });
    await expect(gaps.getByRole("row", { name: /no bar of the closing auction/ })).toContainText("different");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("table[role=grid]"))).toBeNull();
    await takePictures(page, "data-minutes");
  });

  test("restatements, actions and rejected rows are filtered by ticker; raw values stay text", async ({
    open,
  }) => {
    const page = await open("ds1", "/data?tab=changes");
    const restated = page.getByRole("region", { name: "Restatements" });
    await expect(restated.getByRole("row", { name: /15 new for 100 held/ })).toContainText("0.8696");
    await expect(page.getByRole("region", { name: "Corporate actions" }).getByRole("row")).toHaveCount(2);
    await takePictures(page, "data-changes");
    await page.getByLabel("Ticker").fill("hpg");
    await expect(restated.getByText("No restatement matches the filters")).toBeVisible();
    await page.getByRole("tab", { name: "Quarantine" }).click();
    const rejected = page.getByRole("region", { name: "Table: Quarantine", exact: true });
    await expect(rejected.getByRole("row", { name: /high below low/ })).toContainText(
      "high <b>24.1</b> · low 25.0 · volume null",
    );
    await takePictures(page, "data-quarantine");
  });

  test("the checks of the newest crawl, of earlier ones, and of looking ahead", async ({ open }) => {
    const page = await open("ds1", "/data?tab=checks");
    await expect(page.getByRole("region", { name: "Newest crawl" })).toContainText("1 warning");
    const findings = page.getByRole("region", { name: "Findings" });
    await expect(findings.getByRole("row", { name: /3 sessions without a bar/ })).toContainText("warning");
    await findings.getByLabel("Severity").selectOption("Errors");
    await expect(findings.getByText("No finding matches the filters")).toBeVisible();
    const check = page.getByRole("region", { name: "Look-ahead check" });
    await expect(check.getByText("No difference")).toBeVisible();
    await expect(check.getByRole("row")).toHaveCount(4);
    await takePictures(page, "data-checks");
  });

  test("a version of the lake lists its files, which download as they were published", async ({ open }) => {
    const page = await open("ds1", "/data?tab=lake");
    const versions = page.getByRole("region", { name: "prices", exact: true });
    await versions.getByRole("link").first().click();
    const files = page.getByRole("region", { name: "Files of the version" });
    await expect(files.getByRole("row", { name: /Data \(Parquet\)/ })).toBeVisible();
    await files.getByText("columns with their units").click();
    await expect(files.getByRole("row", { name: /^close/ })).toContainText("VND");
    await expectAccessible(page);
    await takePictures(page, "data-lake");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      files.getByRole("link", { name: /Data \(Parquet\)/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^prices_.*_1\.parquet$/);
  });

  test("an end user is taken to Market, and the API refuses", async ({ open }) => {
    const page = await open("enduser1", "/data");
    await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
    const refused = await page.request.get("/api/v1/lake");
    expect(refused.status()).toBe(401);
  });
});
