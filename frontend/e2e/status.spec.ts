import type { Schemas } from "../src/api/client";
import { expect, expectAccessible, takePictures, test } from "./fixtures";
import { Api } from "./platform";

const CRAWLER = "vn30_data_crawler";

test.describe("Status", () => {
  test("an operator sees heartbeats, late data, a run as it goes, and its log by stage and level", async ({
    open,
    request,
  }) => {
    const api = await Api.signedIn(request, "ds1");
    const page = await open("ds1", "/operations");
    const heartbeats = page.getByRole("region", { name: "Heartbeats" });
    for (const process of ["Scheduler", "DAG processor", "Triggerer"]) {
      await expect(heartbeats.getByRole("row", { name: new RegExp(`^${process}.*Alive`) })).toBeVisible();
    }
    await expect(heartbeats.getByText(/^Workers\./)).toBeVisible();
    const datasets = page.getByRole("region", { name: "Data sets" });
    const { asOf } = await api.get<Schemas["DatasetAges"]>("/api/v1/operations/datasets");
    await expect(datasets.getByText(`Current session: ${asOf}`)).toBeVisible();
    await expect(datasets.getByRole("row", { name: /^Prices/ }).getByRole("link")).toHaveText(
      "VN30 data crawler",
    );

    // The run of a paused DAG waits until it is stopped.
    const dag = `/api/v1/pipeline/dags/${CRAWLER}`;
    await api.post(`${dag}/pause`, { paused: true });
    try {
      const { runId } = await api.post<{ runId: string }>(`${dag}/trigger`, { conf: { tickers: ["FPT"] } });
      const running = page.getByRole("region", { name: "Running now" }).getByRole("article", {
        name: `VN30 data crawler: ${runId}`,
      });
      await expect(running.getByText("Queued")).toBeVisible({ timeout: 30_000 });
      await expect(running.getByRole("progressbar")).toBeAttached();
      await expectAccessible(page);
      await takePictures(page, "status");
      await running.getByRole("link").click();
      await expect(page).toHaveURL(/\/pipelines\?dag=vn30_data_crawler/);
      await api.post(`${dag}/stopRun`, { runId });
    } finally {
      await api.post(`${dag}/pause`, { paused: false });
    }

    // Which runs have a log depends on what went before: one that was stopped while it waited has none.
    const dags = await api.get<Schemas["Dag"][]>("/api/v1/pipeline/dags");
    const successful = dags.filter((dag) => dag.lastRunState === "success").map((dag) => dag.name);
    expect(successful, "a DAG whose newest run was a success").not.toHaveLength(0);
    await page.goto("/operations");
    const logs = page.getByRole("region", { name: "Logs" });
    await logs.getByRole("combobox", { name: "DAG" }).selectOption(successful[0] ?? "");
    const lines = logs.getByRole("log");
    await expect(lines.getByText("INFO").first()).toBeVisible();
    await logs.getByRole("combobox", { name: "Level" }).selectOption("Errors");
    await expect(lines.getByText("INFO")).toHaveCount(0);
    await logs.getByRole("button", { name: "Reset filters" }).click();
    await expect(lines.getByText("INFO").first()).toBeVisible();
  });

  test("an end user who opens the address is taken to Market", async ({ open }) => {
    const page = await open("enduser1", "/operations");
    await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
  });
});
