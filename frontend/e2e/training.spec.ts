import { expect, expectAccessible, takePictures, test } from "./fixtures";

test.describe("2.5 Training", () => {
  test("pictures", async ({ open }) => {
    const page = await open("ds1", "/training");
    await expect(page.getByRole("heading", { name: "Reproducibility" })).toBeVisible();
    await expect(page.getByText("Fits")).toBeVisible();
    await page.screenshot({ path: "screenshots/x-full.png", fullPage: true });
    await takePictures(page, "training");
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: "screenshots/x-full-390.png", fullPage: true });
    await page.setViewportSize({ width: 1440, height: 1024 });
    await page.getByRole("tab", { name: "Runs" }).click();
    await expect(page.getByRole("log")).toBeVisible();
    await page.waitForTimeout(1000);
    await takePictures(page, "training-runs");
    await page.screenshot({ path: "screenshots/x-runs.png", fullPage: true });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: "screenshots/x-runs-390.png", fullPage: true });
    await expectAccessible(page);
  });
});
