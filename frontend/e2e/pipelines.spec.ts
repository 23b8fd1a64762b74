import type { APIRequestContext, Page } from "@playwright/test";
import type { Schemas } from "../src/api/client";
import { expect, expectAccessible, takePictures, test } from "./fixtures";
import { Api } from "./platform";

const CRAWLER = "vn30_data_crawler";
const TRAINING = "vn30_model_training";
const LAKE = "vn30_lake";
const SHORT = '{"tickers": ["FPT"]}';
/** A run must still be active when it is stopped: with everything loaded, a crawl ends in seconds. */
const LONG = '{"full_refresh": true}';

/** The API's answers about pipelines, beside the page. */
class PipelinesApi {
  private constructor(private readonly api: Api) {}

  static async signedIn(request: APIRequestContext): Promise<PipelinesApi> {
    return new PipelinesApi(await Api.signedIn(request, "ds2"));
  }

  dag(dagId: string): Promise<Schemas["DagDetail"]> {
    return this.get(`/dags/${dagId}`);
  }

  runs(dagId: string, query = ""): Promise<Schemas["RunPage"]> {
    return this.get(`/dags/${dagId}/runs?${query}`);
  }

  run(runId: string): Promise<Schemas["RunDetail"]> {
    return this.get(`/runs/${encodeURIComponent(runId)}`);
  }

  graph(runId: string): Promise<Schemas["RunGraph"]> {
    return this.get(`/runs/${encodeURIComponent(runId)}/graph`);
  }

  async restore(dag: Schemas["DagDetail"]): Promise<void> {
    const { scheduleCron, timezone, catchup, maxActiveRuns, retries, retryDelayMinutes, owner, tags } = dag;
    await this.api.patch(`/api/v1/pipeline/dags/${dag.dagId}/settings`, {
      ...(dag.dagId === TRAINING ? { trigger: dag.trigger } : {}),
      scheduleCron,
      timezone,
      catchup,
      maxActiveRuns,
      defaultArgs: { retries, retryDelayMinutes, owner, tags },
    });
  }

  /** The newest run that has trained something: a run of a configuration that is trained already skips it. */
  async trained(): Promise<{ runId: string; nodes: Schemas["RunGraph"]["nodes"] }> {
    const { data } = await this.runs(TRAINING, "state=success&pageSize=50");
    for (const { runId } of data) {
      const { nodes } = await this.graph(runId);
      if (nodes.some((node) => node.id === "train" && (node.counts.success ?? 0) > 0))
        return { runId, nodes };
    }
    throw new Error("No training run has trained anything yet.");
  }

  async pause(dagId: string, paused: boolean): Promise<void> {
    await this.api.post(`/api/v1/pipeline/dags/${dagId}/pause`, { paused });
  }

  /** Wait until a DAG has no queued or running run, such as one of another test. */
  async idle(dagId: string): Promise<Schemas["DagDetail"]> {
    await expect
      .poll(async () => isIdle(await this.dag(dagId)), { timeout: 90_000, intervals: [1000] })
      .toBe(true);
    return this.dag(dagId);
  }

  private get<Answer>(path: string): Promise<Answer> {
    return this.api.get(`/api/v1/pipeline${path}`);
  }
}

function isIdle(dag: Schemas["DagDetail"]): boolean {
  return !dag.isRunning && dag.lastRunState !== "queued" && dag.lastRunState !== "running";
}

function panel(page: Page) {
  return page.getByRole("region", { name: "Selected DAG" });
}

/** Start a crawl from the page, and wait until the page shows it as the current run. */
async function trigger(page: Page, api: PipelinesApi, conf: string): Promise<string> {
  const before = await api.idle(CRAWLER);
  await panel(page).getByRole("button", { name: "Trigger with a conf…" }).click();
  await page.getByRole("dialog").getByLabel("Conf").fill(conf);
  await page.getByRole("dialog").getByRole("button", { name: "Start run" }).click();
  await expect(page.getByText("Run started")).toBeVisible();
  const { lastRunId } = await api.dag(CRAWLER);
  expect(lastRunId).not.toBe(before.lastRunId);
  return lastRunId ?? "";
}

test.describe("2.6 Data Scientist – Pipelines (Airflow Control)", () => {
  test.describe.configure({ timeout: 150_000 });

  test("the catalog shows the DAGs as Airflow has them, and selects by a click and by the keyboard", async ({
    open,
    request,
  }) => {
    const api = await PipelinesApi.signedIn(request);
    const page = await open("ds1", "/pipelines");
    for (const dagId of [CRAWLER, TRAINING, LAKE]) {
      const dag = await api.dag(dagId);
      const schedule = dagId === LAKE ? "After new prices and new forecasts" : dag.scheduleCron;
      const card = page.getByRole("article", { name: dag.name });
      const status = dag.status === "active" ? "Active" : "Paused";
      await expect(card.getByText(status, { exact: true })).toBeVisible();
      await expect(card.getByText(schedule).first()).toBeVisible();
      await expect(card.getByRole("button", { name: "Run now" })).toBeEnabled();
      await expect(card.getByRole("button", { name: /Pause|Resume/ })).toBeEnabled();
      await card.getByRole("link").press("Enter");
      await expect(panel(page).getByRole("heading", { level: 2 })).toHaveText(dag.name);
      await expect(panel(page).getByText(dag.timezone)).toBeVisible();
      await expect(card.getByRole("link")).toHaveAttribute("aria-current", /true|page/);
    }
    // Anywhere on the card but on its buttons.
    await page.getByRole("article", { name: "VN30 data crawler" }).click({ position: { x: 150, y: 60 } });
    await expect(page).toHaveURL(/dag=vn30_data_crawler/);
    await takePictures(page, "pipelines-overview");
  });

  test("Trigger Run starts a new run that appears in Run History and becomes the Current/Last Run", async ({
    open,
    request,
  }) => {
    const api = await PipelinesApi.signedIn(request);
    const page = await open("ds1", "/pipelines");
    const runId = await trigger(page, api, SHORT);
    await expect(panel(page).getByRole("heading", { name: /^(Current|Last) Run$/ })).toBeVisible();
    await expect(panel(page).getByText(runId)).toBeVisible();
    await panel(page).getByRole("tab", { name: "Run History" }).click();
    const first = panel(page).getByRole("row").nth(1);
    await expect(first).toContainText(runId);
    await expect(first).toContainText("ds1");
    // The page shows the end without a reload.
    await expect(first).toContainText("Success", { timeout: 60_000 });
    await panel(page).getByRole("tab", { name: "Overview" }).click();
    await expect(panel(page).getByRole("heading", { name: "Last Run" })).toBeVisible();
    await expect(panel(page).getByText('"tickers": [')).toBeVisible();
    expect((await api.run(runId)).conf).toEqual({ tickers: ["FPT"] });
  });

  test("Stop Active Run is only enabled while a run is in Running state and moves it to a terminal state when used", async ({
    open,
    request,
  }) => {
    const api = await PipelinesApi.signedIn(request);
    await api.idle(CRAWLER);
    const page = await open("ds1", "/pipelines");
    const stop = panel(page).getByRole("button", { name: "Stop Active Run" });
    await expect(stop).toBeDisabled();
    const runId = await trigger(page, api, LONG);
    await expect(stop).toBeEnabled({ timeout: 30_000 });
    // No further task starts while the DAG is paused, so that the run cannot end before it is stopped.
    await api.pause(CRAWLER, true);
    try {
      await stop.click();
      const dialog = page.getByRole("dialog", { name: "Stop this run?" });
      await expect(dialog.getByText(runId)).toBeVisible();
      await dialog.getByRole("button", { name: "Stop run" }).click();
      await expect(page.getByText("Run stopped")).toBeVisible();
      await expect(panel(page).getByText("Cancelled")).toBeVisible();
      await expect(stop).toBeDisabled();
      expect((await api.run(runId)).state).toBe("cancelled");
    } finally {
      await api.pause(CRAWLER, false);
    }
  });

  test("Edits to schedule/timezone/catchup/max active runs/retries/owner/tags persist after Save changes and affect future runs only", async ({
    open,
    request,
  }) => {
    const api = await PipelinesApi.signedIn(request);
    const before = await api.idle(CRAWLER);
    const page = await open("ds1", "/pipelines?tab=edit");
    // Leave time to restore the settings.
    page.setDefaultTimeout(15_000);
    const form = page.getByRole("form", { name: "Edit DAG" });
    const catchup = form.getByRole("switch", { name: /^Catchup/ });
    try {
      await expect(form.getByText("Changes affect future runs only.")).toBeVisible();
      await form.getByLabel("CRON schedule").fill("45 16 * * 1-5");
      // The second of that label is the list of the zones.
      await form.getByLabel("Timezone").first().fill("Bangkok");
      await page.getByRole("option", { name: "Asia/Bangkok" }).click();
      await catchup.click();
      await form.getByLabel("Max active runs").fill("2");
      await form.getByLabel("Retries").fill("3");
      await form.getByLabel("Retry delay (min)").fill("0.2");
      await form.getByLabel("Owner").fill("data team");
      await form.getByLabel("Tags").first().fill("edited");
      await form.getByLabel("Tags").first().press("Enter");
      await form.getByRole("button", { name: "Save changes" }).click();
      await expect(form.getByText("All changes are saved.")).toBeVisible({ timeout: 60_000 });
      await expect.poll(async () => (await api.dag(CRAWLER)).owner, { timeout: 60_000 }).toBe("data team");

      await page.reload();
      await expect(form.getByLabel("CRON schedule")).toHaveValue("45 16 * * 1-5");
      await expect(form.getByLabel("Timezone").first()).toHaveValue("Asia/Bangkok");
      await expect(catchup).toBeChecked({ checked: !before.catchup });
      await expect(form.getByLabel("Max active runs")).toHaveValue("2");
      await expect(form.getByLabel("Retries")).toHaveValue("3");
      await expect(form.getByLabel("Retry delay (min)")).toHaveValue("0.2");
      await expect(form.getByLabel("Owner")).toHaveValue("data team");
      await expect(form.getByText("edited", { exact: true })).toBeVisible();
      await expect(panel(page).locator("header").getByText("Asia/Bangkok")).toBeVisible();

      const after = await api.dag(CRAWLER);
      expect(after).toMatchObject({
        scheduleCron: "45 16 * * 1-5",
        timezone: "Asia/Bangkok",
        catchup: !before.catchup,
        maxActiveRuns: 2,
        retries: 3,
        retryDelayMinutes: 0.2,
        owner: "data team",
      });
      expect(after.tags).toContain("edited");
      // No run has started for it, and the last one is unchanged: the next run follows the new schedule.
      expect(after.lastRunId).toBe(before.lastRunId);
      expect(Date.parse(after.nextRunAt ?? "")).toBeGreaterThan(Date.now());
    } finally {
      await api.restore(before);
    }
    await page.reload();
    await expect(form.getByLabel("CRON schedule")).toHaveValue(before.scheduleCron);
    await expect(form.getByLabel("Owner")).toHaveValue(before.owner ?? "");
  });

  test("a wrong setting is shown at its field, and Discard takes it back", async ({ open, request }) => {
    const api = await PipelinesApi.signedIn(request);
    const { scheduleCron } = await api.dag(TRAINING);
    const page = await open("ds1", `/pipelines?dag=${TRAINING}&tab=edit`);
    const form = page.getByRole("form", { name: "Edit DAG" });
    await form.getByLabel("CRON schedule").fill("61 17 * * *");
    await form.getByRole("button", { name: "Save changes" }).click();
    await expect(form.getByText(/must be from 0 to 59/)).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "pipelines-edit");
    await form.getByRole("button", { name: "Discard" }).click();
    await expect(form.getByLabel("CRON schedule")).toHaveValue(scheduleCron);
    expect((await api.dag(TRAINING)).scheduleCron).toBe(scheduleCron);
  });

  test("Pause becomes Resume, and a run of the paused DAG waits and can be cancelled", async ({
    open,
    request,
  }) => {
    const api = await PipelinesApi.signedIn(request);
    await api.idle(CRAWLER);
    const page = await open("ds1", "/pipelines");
    await panel(page).getByRole("button", { name: "Pause" }).click();
    try {
      await expect(panel(page).getByRole("button", { name: "Resume" })).toBeVisible();
      expect((await api.dag(CRAWLER)).status).toBe("paused");
      await page
        .getByRole("article", { name: "VN30 data crawler" })
        .getByRole("button", { name: "Run now" })
        .click();
      await expect(page.getByText("The run is queued")).toBeVisible();
      await expect(panel(page).getByRole("button", { name: "Stop Active Run" })).toBeDisabled();
      await panel(page).getByRole("button", { name: "Cancel this run" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Stop run" }).click();
      await expect(panel(page).getByText("Cancelled")).toBeVisible();
    } finally {
      await panel(page).getByRole("button", { name: "Resume" }).click();
    }
    await expect(panel(page).getByRole("button", { name: "Pause" })).toBeVisible();
    expect((await api.dag(CRAWLER)).status).toBe("active");
  });

  test("Run History filters by state, day and run_id, and its address brings the same rows back", async ({
    open,
    request,
  }) => {
    const api = await PipelinesApi.signedIn(request);
    const all = await api.runs(CRAWLER, "pageSize=10");
    const page = await open("ds1", "/pipelines?tab=history");
    const rows = panel(page).getByRole("row");
    await expect(rows).toHaveCount(all.data.length + 1);
    await expect(panel(page).getByText(`of ${all.meta.total} run`)).toBeVisible();
    const sought = all.data.find((run) => run.state === "success");
    await panel(page).getByRole("group", { name: "State" }).getByText("Success").click();
    await panel(page)
      .getByLabel("Search run_id")
      .fill(sought?.runId ?? "none");
    await panel(page).getByLabel("From (ICT)").fill("2020-01-01");
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(1)).toContainText(sought?.runId ?? "none");
    await expect(page).toHaveURL(/state=success.*q=|q=.*state=success/);
    await page.reload();
    await expect(rows).toHaveCount(2);
    await panel(page).getByLabel("To (ICT)").fill("2020-01-02");
    await expect(panel(page).getByText("No run matches the filters")).toBeVisible();
    await panel(page).getByRole("button", { name: "Reset filters" }).click();
    await expect(rows).toHaveCount(all.data.length + 1);
    await takePictures(page, "pipelines-history");
  });

  test("Run Details shows graph, Gantt chart and log of a run", async ({ open, request }) => {
    const api = await PipelinesApi.signedIn(request);
    const { runId, nodes } = await api.trained();
    const page = await open("ds1", `/pipelines?dag=${TRAINING}&tab=run&run=${encodeURIComponent(runId)}`);
    const graph = page.getByRole("region", { name: "Graph of the run" });
    await expect(graph.locator(".react-flow__node")).toHaveCount(nodes.length, { timeout: 30_000 });
    await expect(panel(page).getByText(/^All tasks are complete/)).toBeVisible();
    const trained = nodes.find((node) => node.id === "train")?.counts.success ?? 0;
    await graph.getByRole("button", { name: new RegExp(`^train.*${trained} success`) }).click();
    const tickers = page.getByRole("region", { name: "Tickers of train" });
    await expect(tickers.getByText(/^[A-Z0-9]{3}(, [A-Z0-9]{3})*$/)).toBeVisible();
    await takePictures(page, "pipelines-graph");

    await panel(page).getByRole("tab", { name: "Gantt" }).click();
    const chart = page.getByRole("table", { name: /Start and end/ });
    await expect(chart.getByRole("row")).toHaveCount(nodes.length + 1);
    await chart.getByRole("button", { name: /^train/ }).click();
    await expect(chart.getByRole("row")).toHaveCount(nodes.length + 1 + trained);
    await takePictures(page, "pipelines-gantt");

    await panel(page).getByRole("tab", { name: "Logs" }).click();
    await expect(page.getByRole("log")).toContainText("finish", { timeout: 30_000 });
    await expect(panel(page).getByText("the log has ended")).toBeVisible({ timeout: 30_000 });
    await takePictures(page, "pipelines-logs");
  });

  test("a run is watched as it goes: graph and log come to their end by themselves", async ({
    open,
    request,
  }) => {
    const api = await PipelinesApi.signedIn(request);
    const page = await open("ds1", "/pipelines?tab=run");
    const runId = await trigger(page, api, SHORT);
    await expect(page.getByRole("region", { name: "Run summary" }).getByText(runId)).toBeVisible();
    await expect(panel(page).getByText(/^All tasks are complete/)).toBeVisible({ timeout: 60_000 });
    await panel(page).getByRole("button", { name: "View logs" }).click();
    await expect(page.getByRole("log")).toContainText("1 series as of", { timeout: 30_000 });
  });
});
