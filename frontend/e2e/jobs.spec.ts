import { expect, expectAccessible, takePictures, test } from "./fixtures";

test("a data scientist follows jobs, cancels one, and sees what everybody has requested", async ({
  open,
}) => {
  const page = await open("ds1", "/models");
  await page.getByRole("link", { name: "Jobs, 2 not ended" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Jobs" })).toBeVisible();
  const row = (subject: string) => page.getByRole("row").filter({ hasText: subject });
  const crawl = row("Daily bars of FPT, VCB");
  await expect(crawl).toContainText("1 of 2 tickers");
  await expect(crawl).toContainText("Running");
  await expect(crawl.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "50");
  await expect(row("Minutes of HPG")).toContainText("HPG: the source does not answer");
  await expectAccessible(page);
  await takePictures(page, "jobs");

  const batch = row("Two: 2 simulations");
  await batch.getByRole("button", { name: "Cancel Two: 2 simulations" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel the job" }).click();
  await expect(batch).toContainText("Cancelled");
  await expect(page.getByRole("link", { name: "Jobs, 1 not ended" })).toBeVisible();

  await page.getByLabel("Kind").selectOption("Simulations");
  await expect(page.getByRole("row")).toHaveCount(2);
  await batch.getByRole("link").click();
  await expect(page).toHaveURL(/\/simulations\?batch=[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: "Simulations" })).toBeVisible();

  const other = await open("ds2", "/jobs");
  await expect(other.getByText("No job yet")).toBeVisible();
  await other.getByLabel("Requested by").selectOption("Everybody");
  await expect(other.getByRole("row")).toHaveCount(4);
  await expect(other.getByRole("row").filter({ hasText: "Walk-forward" })).toHaveCount(0);
});

test("an end user finds the result of a walk-forward", async ({ open }) => {
  const page = await open("enduser1", "/jobs");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: /: \d methods?$/ }).click();
  await expect(page).toHaveURL(/\/portfolio\/optimise\?id=.*walk=/);
  await expect(page.getByRole("heading", { level: 2, name: "Walk-forward" })).toBeVisible();
});
