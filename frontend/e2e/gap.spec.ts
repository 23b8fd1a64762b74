import { expect, test } from "./fixtures";
import { Api } from "./platform";

const TRAINING = "vn30_model_training";
/** The bar that the test of the platform has taken from the database. */
const [TICKER = "", SESSION = ""] = (process.env.VN30_LOST_BAR ?? "").split(" ");
const MONTH = SESSION.slice(0, 7);

test("a data scientist loads a gap from its source, and follows the job to its end", async ({
  open,
  request,
}) => {
  const api = await Api.signedIn(request, "ds1");
  // New prices start a training, which this is not about.
  await api.post(`/api/v1/pipeline/dags/${TRAINING}/pause`, { paused: true });
  try {
    const page = await open("ds1", "/data");
    const cell = page.getByRole("gridcell", { name: `${TICKER} ${MONTH}` });
    await expect(cell).toHaveAccessibleName(/1 missing/);
    await cell.click();
    const gaps = page.getByRole("region", { name: "Sessions of the month" });
    await expect(gaps.getByRole("row", { name: new RegExp(SESSION) })).toContainText("missing");
    await gaps.getByRole("button", { name: "Load this gap" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Load", exact: true }).click();

    await page.goto("/jobs");
    const job = page
      .getByRole("region")
      .getByRole("row", { name: new RegExp(TICKER) })
      .first();
    await expect(job).toContainText("Done", { timeout: 120_000 });
    await page.goto(`/data?ticker=${TICKER}&month=${MONTH}`);
    await expect(page.getByText("No gap in this month")).toBeVisible();
  } finally {
    await api.post(`/api/v1/pipeline/dags/${TRAINING}/pause`, { paused: false });
  }
});
