import type { Page } from "@playwright/test";
import type { components } from "../src/api/schema";
import { type Account, test as base, expect, expectAccessible, takePictures } from "./fixtures";
import { Api } from "./platform";

type Schemas = components["schemas"];
type Config = Schemas["TrainingConfig"];

const active = (api: Api) => api.get<Schemas["ActiveConfig"]>("/api/v1/features/config");

/** `api`: the API as ds2; restores the configuration after the test. */
const test = base.extend<{ api: Api }>({
  api: async ({ request }, use) => {
    const api = await Api.signedIn(request, "ds2");
    const before = await active(api);
    await use(api);
    if ((await active(api)).version !== before.version)
      await api.post("/api/v1/features/config", before.config);
  },
});

/** A configuration that is trained within seconds. */
function small(config: Config): Config {
  const models = Object.entries(config.models).map(([name, model]) => [
    name,
    { ...model, enabled: name === "ridge" },
  ]);
  return {
    ...config,
    universe: { useAllVn30: false, tickers: ["GAS", "SAB"] },
    dataWindow: { ...config.dataWindow, mode: "last_n", lastSessions: 600, skipRefetch: true },
    targets: { ...config.targets, horizons: [7, 15, 30] },
    models: Object.fromEntries(models) as Config["models"],
    ensemble: { method: "mean", learnWeights: true, weights: null },
  };
}

/** One ticker at one horizon, with features that its fits have selected: a run takes seconds. */
function tiny(config: Config): Config {
  return {
    ...small(config),
    universe: { useAllVn30: false, tickers: ["GAS"] },
    targets: { ...config.targets, horizons: [7] },
    selection: { ...config.selection, method: "auto", parent: null },
  };
}

const run = (api: Api, runId: string) => api.get<Schemas["Run"]>(`/api/v1/experiments/${runId}`);
const success = async (api: Api, runId: string) =>
  expect.poll(async () => (await run(api, runId)).state, { timeout: 150_000 }).toBe("success");

/** A run of the close whose fits have selected features: that of the group's test, or one of its own. */
async function selectiveRun(api: Api): Promise<string> {
  const { data } = await api.get<Schemas["RunList"]>("/api/v1/experiments/runs?state=success&pageSize=20");
  const trained = data.find(({ groupId, targetColumn }) => groupId && targetColumn === "close");
  if (trained) return trained.runId;
  await api.post("/api/v1/features/config", tiny((await active(api)).config));
  const { configId } = await active(api);
  const request = { configId, scope: "selected", tickers: ["GAS"] };
  return (await api.post<Schemas["StartedRun"]>("/api/v1/experiments/run", request)).runId;
}

/** The features of the fits that made the forecasts of a run of one ticker. */
async function selected(api: Api, runId: string): Promise<string[]> {
  const found = await api.get<Schemas["RunFeatures"]>(`/api/v1/experiments/${runId}/features?horizonDays=7`);
  return found.selected.filter(({ tickerFinals }) => tickerFinals > 0).map(({ feature }) => feature);
}

const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const field = (page: Page, cardName: string, label: string) =>
  card(page, cardName).getByLabel(label, { exact: true });
const status = (page: Page) => page.getByRole("region", { name: "Actions" }).getByRole("status");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function openConfiguration(open: (account: Account, path: string) => Promise<Page>) {
  const page = await open("ds1", "/training");
  await expect(card(page, "Reproducibility")).toBeVisible({ timeout: 30_000 });
  return page;
}

test.describe("2.5 Training", () => {
  test("Validate Config highlights missing/invalid fields and prevents save until resolved", async ({
    open,
    api,
  }) => {
    const { config } = await active(api);
    const page = await openConfiguration(open);
    const ema = card(page, "Indicators").getByRole("group", { name: "EMA" });
    // Not below the slow one, which only the server checks; outside of the schema's limits; missing.
    await ema.getByLabel("Fast").fill(String(config.indicators.ema.slow));
    const ridge = card(page, "Models & Parameters").getByRole("group", { name: "Ridge" });
    await ridge.getByLabel("Alpha").fill("-5");
    await field(page, "Reproducibility", "Random seed").fill("");
    await button(page, "Validate Config").click();

    await expect(status(page)).toContainText("3 fields need correction");
    await expect(ema.getByLabel("Fast")).toBeFocused();
    await expect(ema.getByText("must be below slow")).toBeVisible();
    for (const [area, label, message] of [
      [ridge, "Alpha", /must be a number from 0 to 1.000.000/],
      [card(page, "Reproducibility"), "Random seed", /must be a whole number from 0/],
    ] as const) {
      await expect(area.getByLabel(label, { exact: true })).toHaveAttribute("aria-invalid", "true");
      await expect(area.getByText(message)).toBeVisible();
    }
    await expect(button(page, "Save Changes")).toBeDisabled();

    await ema.getByLabel("Fast").fill(String(config.indicators.ema.fast));
    await ridge.getByLabel("Alpha").fill("7");
    await expect(button(page, "Save Changes")).toBeDisabled();
    await field(page, "Reproducibility", "Random seed").fill("7");
    await expect(button(page, "Save Changes")).toBeEnabled();
    await button(page, "Validate Config").click();
    await expect(status(page)).toContainText("Valid");
  });

  test("Save Changes persists the current configuration; Discard Changes reverts to the last saved config", async ({
    open,
    api,
  }) => {
    const before = await active(api);
    const wanted = before.config.targets.lookbackWindow === 40 ? 41 : 40;
    const page = await openConfiguration(open);
    await field(page, "Target & Splits", "Lookback window").fill(String(wanted));
    await button(page, "Save Changes").click();
    await expect(page.getByText(/Version \d+ is saved/)).toBeVisible();

    const after = await active(api);
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.author).toBe("ds1");
    expect(after.config).toEqual({
      ...before.config,
      targets: { ...before.config.targets, lookbackWindow: wanted },
    });
    await page.reload();
    await expect(field(page, "Target & Splits", "Lookback window")).toHaveValue(String(wanted));

    await field(page, "Target & Splits", "Lookback window").fill("99");
    await button(page, "Discard Changes").click();
    await expect(field(page, "Target & Splits", "Lookback window")).toHaveValue(String(wanted));
    await expect(button(page, "Save Changes")).toBeDisabled();
    expect((await active(api)).version).toBe(after.version);
  });

  test("Reset on each card restores that section to its default values", async ({ open, api }) => {
    const { defaults } = await api.get<{ defaults: Config }>("/api/v1/features/config/schema");
    // A version in which no section has its defaults.
    await api.post("/api/v1/features/config", {
      ...small(defaults),
      indicators: { ...defaults.indicators, roc: null },
      targets: { ...defaults.targets, horizons: [7, 15] },
      scaling: "none",
      reproducibility: { seed: 7 },
    });
    const page = await openConfiguration(open);
    const cards = [
      "Stock Universe",
      "Data Window",
      "Indicators",
      "Target & Splits",
      "Models & Parameters",
      "Scaling",
      "Ensemble",
      "Reproducibility",
    ];
    for (const name of cards) {
      await button(page, `Reset ${name}`).click();
      await expect(button(page, `Reset ${name}`)).toBeDisabled();
    }
    await expect(field(page, "Data Window", "Last N sessions")).toHaveValue(
      String(defaults.dataWindow.lastSessions),
    );
    await button(page, "Save Changes").click();
    await expect(page.getByText(/Version \d+ is saved/)).toBeVisible();
    expect((await active(api)).config).toEqual(defaults);
  });

  test("a training run is started, watched and finished from the browser, with its artifacts", async ({
    open,
    api,
  }) => {
    test.setTimeout(240_000);
    await api.post("/api/v1/features/config", small((await active(api)).config));
    const page = await openConfiguration(open);
    await button(page, "Start a run").click();
    const dialog = page.getByRole("dialog", { name: "Start a training run" });
    await dialog.getByRole("radio", { name: "Selected tickers" }).check();
    for (const ticker of ["GAS", "SAB"]) await expect(dialog.getByLabel(ticker)).toBeChecked();
    await dialog.getByLabel("Seed").fill("11");
    await dialog.getByLabel("Notes").fill("From the browser");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();

    await expect(page).toHaveURL(/tab=runs&run=[0-9a-f-]{36}/);
    const runId = new URL(page.url()).searchParams.get("run");
    const run = card(page, "Run");
    await expect(run.getByRole("heading", { name: "Active run" })).toBeVisible();
    await expect(run.getByRole("progressbar")).toBeAttached();
    await expect(page.getByRole("log")).toContainText("Started: 2 tickers", { timeout: 120_000 });
    // By itself, without a reload.
    await expect(run.getByText("Success")).toBeVisible({ timeout: 120_000 });
    await expect(run.getByText("100%, 2 of 2 tickers published")).toBeVisible();
    await expect(page.getByText("the log has ended")).toBeVisible();

    const experiment = await api.get<Schemas["Run"]>(`/api/v1/experiments/${runId}`);
    expect(experiment).toMatchObject({
      state: "success",
      globalSeed: 11,
      notes: "From the browser",
      owner: "ds1",
    });
    const scores = card(page, "Scores").getByRole("row", { name: /^7D/ });
    await expect(scores).toContainText(`${experiment.scores["7d"]?.mapePct.toFixed(1)}%`);
    await expect(scores).toContainText(`${experiment.scores["7d"]?.naiveMapePct.toFixed(1)}%`);

    await button(page, "Plots and files of GAS").click();
    const plots = card(page, "Artifacts").getByRole("img", { name: /^GAS: / });
    await expect(plots).toHaveCount(2);
    for (const plot of await plots.all()) {
      await expect
        .poll(() =>
          plot.evaluate((picture) => (picture instanceof HTMLImageElement ? picture.naturalWidth : 0)),
        )
        .toBeGreaterThan(100);
    }
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: /^Forecasts \(CSV\)/ }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    await expectAccessible(page);
    await takePictures(page, "training-finished");
  });

  test("a group of four is trained from the browser, under one id, and research stands in the tree", async ({
    open,
    api,
  }) => {
    test.setTimeout(600_000);
    await api.post("/api/v1/features/config", tiny((await active(api)).config));
    const page = await openConfiguration(open);
    await button(page, "Start a run").click();
    const dialog = page.getByRole("dialog", { name: "Start a training run" });
    await dialog.getByRole("checkbox", { name: /Train group/ }).check();
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await expect(page.getByText("4 runs are requested.")).toBeVisible();

    const first = new URL(page.url()).searchParams.get("run") ?? "";
    const { groupId } = await run(api, first);
    const pill = `Group ${groupId?.slice(0, 8)}`;
    const list = card(page, "Past runs").getByRole("listitem").filter({ hasText: pill });
    await expect(list).toHaveCount(4);
    const runs = await api.get<Schemas["RunList"]>("/api/v1/experiments/runs?pageSize=20");
    const group = runs.data.filter((row) => row.groupId === groupId);
    expect(group.map((row) => row.targetColumn).sort()).toEqual(["close", "high", "low", "open"]);
    for (const { runId } of group) await success(api, runId);
    await expect(list.getByText("Success")).toHaveCount(4);
    await takePictures(page, "training-group");

    // Each is a run of the DAG whose mapped task has the ticker.
    const { airflowRunId } = await run(api, first);
    const dag = "vn30_model_training";
    await page.goto(`/pipelines?dag=${dag}&tab=run&run=${encodeURIComponent(airflowRunId ?? "")}`);
    await page.getByRole("button", { name: /^train.*1 success/ }).click();
    await expect(page.getByRole("region", { name: "Tickers of train" })).toContainText("GAS");

    await page.goto("/models");
    const tree = page.getByRole("list", { name: "Versions of the models" });
    const versions = tree.getByRole("listitem").filter({ hasNot: page.getByRole("list"), hasText: pill });
    await expect(versions).toHaveCount(4);
    await expect(versions.filter({ hasText: "Research: log return of the" })).toHaveCount(3);
    await versions.filter({ hasText: "Research: log return of the high" }).getByRole("link").click();
    await expect(page.getByRole("region", { name: "Scores" })).toBeVisible();
    await expect(button(page, "Promote")).toHaveCount(0);
  });

  test("a child is trained on what its parent's fits have selected", async ({ open, api }) => {
    test.setTimeout(400_000);
    const parent = await selectiveRun(api);
    const page = await open("ds1", `/training?tab=runs&run=${parent}`);
    await button(page, "Train a child").click({ timeout: 150_000 });
    await button(page, "Train the child").click();
    await expect(card(page, "Run").getByRole("link", { name: parent })).toBeVisible();
    const child = new URL(page.url()).searchParams.get("run") ?? "";
    expect(child).not.toBe(parent);
    await expect(card(page, "Run").getByText("Success")).toBeVisible({ timeout: 150_000 });
    const features = await selected(api, parent);
    expect(features.length).toBeGreaterThan(0);
    expect(await selected(api, child)).toEqual(features);
    await expect(
      card(page, "Features").getByRole("row", { name: new RegExp(features[0] ?? "") }),
    ).toBeVisible();
    await takePictures(page, "training-child");

    const tree = await api.get<Schemas["ModelVersionList"]>("/api/v1/model-versions");
    const named = (runId: string) => tree.data.find((version) => version.runId === runId);
    expect(named(child)?.parent).toBe(named(parent)?.version);
  });

  test("an active run can be cancelled, and the list shows it by state", async ({ open, api }) => {
    test.setTimeout(120_000);
    const { configId } = await active(api);
    const { runId } = await api.post<Schemas["StartedRun"]>("/api/v1/experiments/run", {
      configId,
      scope: "all_vn30",
      notes: "To be cancelled",
    });
    const page = await open("ds1", `/training?tab=runs&run=${runId}`);
    await button(page, "Cancel run").click();
    await button(page, "Cancel the run").click();
    await expect(card(page, "Run").getByText("Cancelled", { exact: true })).toBeVisible();
    expect((await api.get<Schemas["Run"]>(`/api/v1/experiments/${runId}`)).state).toBe("cancelled");

    const list = card(page, "Past runs");
    await list.getByLabel("State").selectOption("cancelled");
    await expect(page).toHaveURL(/state=cancelled/);
    await expect(list.locator('[aria-current="page"]')).toContainText("To be cancelled");
    await expect(list.getByRole("listitem").getByText("Success", { exact: true })).toHaveCount(0);
  });

  test("the version history shows field by field what a version differs in, and restores it", async ({
    open,
    api,
  }) => {
    const before = await active(api);
    const seed = before.config.reproducibility.seed;
    await api.post("/api/v1/features/config", { ...before.config, reproducibility: { seed: seed + 1 } });
    const page = await openConfiguration(open);
    await button(page, "Version history").click();
    const history = page.getByRole("dialog", { name: "Version history" });
    await history.getByRole("button", { name: `Compare version ${before.version}` }).click();
    await expect(history.getByRole("row").nth(1)).toHaveText(
      `Reproducibility › Random seed${seed + 1}${seed}`,
    );
    await expectAccessible(page);
    await takePictures(page, "training-history");
    await history.getByRole("button", { name: `Restore version ${before.version}` }).click();
    await expect(page.getByText(`Version ${before.version} is restored as version`)).toBeVisible();
    await expect(field(page, "Reproducibility", "Random seed")).toHaveValue(String(seed));
    expect((await active(api)).config).toEqual(before.config);
  });

  test("a version of another user is shown, and the user's changes are applied to it", async ({
    open,
    api,
  }) => {
    const page = await openConfiguration(open);
    const { config } = await active(api);
    await field(page, "Reproducibility", "Random seed").fill("123");
    const theirs = { ...config, targets: { ...config.targets, lookbackWindow: 33 } };
    await api.post("/api/v1/features/config", theirs);
    await button(page, "Save Changes").click();
    await expect(status(page)).toContainText("Not saved");
    const notice = page.getByRole("alert").filter({ hasText: "ds2 has saved version" });
    await expect(notice.getByRole("row", { name: /Lookback window/ })).toContainText("33");
    await expect(field(page, "Reproducibility", "Random seed")).toHaveValue("123");
    await expectAccessible(page);
    await notice.getByRole("button", { name: "Load and keep my changes" }).click();
    await expect(field(page, "Target & Splits", "Lookback window")).toHaveValue("33");
    await button(page, "Save Changes").click();
    await expect(page.getByText(/Version \d+ is saved/)).toBeVisible();
    expect((await active(api)).config).toEqual({ ...theirs, reproducibility: { seed: 123 } });
  });

  test("unsaved changes are not lost by leaving", async ({ open }) => {
    const page = await openConfiguration(open);
    await field(page, "Reproducibility", "Random seed").fill("321");
    await page.getByRole("tab", { name: "Runs" }).click();
    await page.getByRole("tab", { name: "Configuration" }).click();
    await expect(field(page, "Reproducibility", "Random seed")).toHaveValue("321");
    const navigation = page.getByRole("navigation", { name: "Pages", exact: true });
    const toModels = navigation.getByRole("link", { name: "Models" });
    await navigation.getByRole("button", { name: "Data and models" }).click();
    await toModels.click();
    await button(page, "Stay").click();
    await expect(field(page, "Reproducibility", "Random seed")).toHaveValue("321");
    if (!(await toModels.isVisible()))
      await navigation.getByRole("button", { name: "Data and models" }).click();
    await toModels.click();
    await button(page, "Discard and leave").click();
    await expect(page.getByRole("heading", { level: 1, name: "Models" })).toBeVisible();
  });

  test("the configuration is accessible", async ({ open }) => {
    const page = await openConfiguration(open);
    await expect(card(page, "Run preview").getByText("Fits")).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "training");
  });

  test("faults are accessible", async ({ open }) => {
    const page = await openConfiguration(open);
    const ridge = card(page, "Models & Parameters").getByRole("group", { name: "Ridge" });
    await ridge.getByLabel("Alpha").fill("-5");
    await button(page, "Validate Config").click();
    await expect(ridge.getByLabel("Alpha")).toBeFocused();
    await expectAccessible(page);
    await takePictures(page, "training-faults");
  });

  test("the start of a run is accessible", async ({ open }) => {
    const page = await open("ds1", "/training?tab=runs");
    await button(page, "Start a run").click();
    const dialog = page.getByRole("dialog", { name: "Start a training run" });
    await dialog.getByRole("radio", { name: "Selected tickers" }).check();
    await expect(dialog.getByText("select at least one")).toBeVisible();
    await expectAccessible(page);
    await takePictures(page, "training-start");
  });

  test("the runs are accessible", async ({ open }) => {
    const page = await open("ds1", "/training?tab=runs");
    await expect(page.getByRole("log")).toBeVisible();
    await takePictures(page, "training-runs");
  });
});
