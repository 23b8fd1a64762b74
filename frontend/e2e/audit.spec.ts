import { expect, takePictures, test } from "./fixtures";
import { Api } from "./platform";

const CRAWLER = "vn30_data_crawler";
const SETTINGS = `/api/v1/pipeline/dags/${CRAWLER}/settings`;

test.describe("Audit", () => {
  test("an admin sees who changed what, and filters by user, action and subject", async ({
    open,
    request,
  }) => {
    const api = await Api.signedIn(request, "ds1");
    const { retries } = await api.get<{ retries: number }>(`/api/v1/pipeline/dags/${CRAWLER}`);
    const changed = retries === 1 ? 2 : 1;
    await api.patch(SETTINGS, { defaultArgs: { retries: changed } });
    await api.patch(SETTINGS, { defaultArgs: { retries } });

    const page = await open("admin1", "/audit");
    const entries = page
      .getByRole("region", { name: /^Audit trail/ })
      .locator("tbody")
      .getByRole("row");
    // The own sign-in is the newest change.
    await expect(entries.first()).toContainText("admin1Signed in");
    await page.getByLabel("Action").selectOption("Changed settings of a DAG");
    await expect(entries.nth(0)).toContainText(`retries: ${changed} → ${retries}`);
    await expect(entries.nth(1)).toContainText(`retries: ${retries} → ${changed}`);
    await entries.first().getByRole("link", { name: "ds1" }).click();
    await entries.first().getByRole("link", { name: CRAWLER }).click();
    await expect(page).toHaveURL(/\?action=change_dag_settings&user=ds1&subject=vn30_data_crawler$/);
    await expect(page.getByLabel("User")).toHaveValue("ds1");
    await expect(entries.first()).toContainText(`retries: ${changed} → ${retries}`);
    await page.getByRole("button", { name: "Reset filters" }).click();
    await expect(page).toHaveURL(/\/audit$/);
    await expect(entries.nth(2)).toBeVisible();
    await takePictures(page, "audit");
  });

  test("a data scientist who opens the address is taken to Training", async ({ open }) => {
    const page = await open("ds1", "/audit");
    await expect(page.getByRole("heading", { level: 1, name: "Training" })).toBeVisible();
  });
});
