import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { ACTIVE, ARTIFACTS, answerTraining, DEFAULTS, RUN, rowOf } from "../testing";

const RUNNING: Schemas["Run"] = {
  ...RUN,
  runId: "7ae6e7d4-7429-4f7e-b515-80efb2c074fd",
  state: "running",
  progressPct: 50,
  tickersDone: 1,
  eta: "2099-06-30T05:00:00Z",
  finishedAt: null,
  scores: {},
};

const click = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));

test("without runs the list says so, and by which state", async () => {
  answerTraining();
  await renderPage("/training?tab=runs");
  expect(await screen.findByText("No run yet")).toBeVisible();
  fireEvent.change(screen.getByLabelText("State"), { target: { value: "failed" } });
  expect(await screen.findByText("No run is failed")).toBeVisible();
});

test("a refusal of the list is shown, and can be tried again", async () => {
  answerTraining({ runs: [RUN] });
  server.use(http.get(`${V1}/experiments/runs`, () => refusal(422, "bad", "No list.")));
  await renderPage("/training?tab=runs");
  expect(await screen.findByRole("alert")).toHaveTextContent("No list.");
  answerTraining({ runs: [RUN] });
  await click("Try again");
  expect(await screen.findByText("“After the restatement of FPT”")).toBeVisible();
});

test("a run that is not there is shown", async () => {
  answerTraining({ runs: [RUN] });
  server.use(
    http.get(`${V1}/experiments/:runId`, () => refusal(404, "unknown_run", "There is no such training run.")),
  );
  await renderPage(`/training?tab=runs&run=${RUN.runId}`);
  expect(await screen.findByRole("alert")).toHaveTextContent("There is no such training run.");
});

test("the active run is watched unless the address names another; its cancelling is asked twice", async () => {
  answerTraining({ runs: [RUN, RUNNING] });
  await renderPage("/training?tab=runs");
  expect(await screen.findByText("50%, 1 of 2 tickers published")).toBeVisible();
  expect(screen.getByText(/^Ends in/)).toHaveTextContent("about 2099-06-30 12:00 ICT");
  expect(screen.getByText("1 active")).toBeVisible();
  await click("Cancel run");
  server.use(
    http.post(`${V1}/experiments/:runId/cancel`, () =>
      refusal(409, "run_is_over", "The run has ended by itself."),
    ),
  );
  await click("Cancel the run");
  expect(await screen.findByRole("alert")).toHaveTextContent("The run has ended by itself.");
  server.use(
    http.post(`${V1}/experiments/:runId/cancel`, () =>
      HttpResponse.json({ runId: RUNNING.runId, state: "cancelled", stoppedInAirflow: false }),
    ),
  );
  answerTraining({ runs: [RUN, { ...RUNNING, state: "cancelled" }] });
  await click("Cancel the run");
  expect(await screen.findByText(/cancelled. Airflow does not answer/)).toBeVisible();
  await waitFor(() => expect(screen.queryByText("1 active")).not.toBeInTheDocument());
});

test("a run that waits says what for", async () => {
  answerTraining({ runs: [{ ...RUNNING, state: "pending", progressPct: 0, tickersTotal: 0 }] });
  await renderPage("/training?tab=runs");
  expect(await screen.findByText(/Queued in Airflow/)).toBeVisible();
});

test("a finished run shows its scores beside the naive ones, its doubts, and its log", async () => {
  answerTraining({ runs: [{ ...RUN, suspicions: ["Skill of 0.9 at 7 sessions"] }] });
  await renderPage("/training?tab=runs");
  const scores = within(await screen.findByRole("region", { name: "Scores" }));
  const row = scores.getByRole("row", { name: /^7D/ });
  for (const text of [
    "4.0%",
    "4.2%",
    "+0.031",
    "proven",
    "0.021",
    "80.1 ± 2.0%",
    "78.0 ± 3.4%",
    "82.0%",
    "982",
  ])
    expect(within(row).getByText(text)).toBeVisible();
  expect(screen.getByText("Skill of 0.9 at 7 sessions")).toBeVisible();
  expect(screen.getByText("Suspicious")).toBeVisible();
  expect(await screen.findByText(/the log has ended/)).toBeVisible();
});

test("artifacts: errors of a ticker, its plots as pictures and its files as links", async () => {
  answerTraining({ runs: [RUN] });
  await renderPage("/training?tab=runs");
  await click("Plots and files of FPT");
  const row = screen.getByRole("row", { name: /^FPT 3\.9%/ });
  expect(within(row).getByText(/4\.0%, \+0\.020/)).toBeVisible();
  expect(within(row).getAllByText("not trained")).toHaveLength(2);
  expect(screen.getByRole("link", { name: /Model \(pickle\), 2\.6 MB/ })).toHaveAttribute(
    "href",
    "/api/v1/artifacts/1/model_pkl",
  );
  fireEvent.error(screen.getByRole("img", { name: "FPT: actual and predicted prices of the test part" }));
  expect(await screen.findByText("The plot could not be loaded")).toBeVisible();
  await click("Try again");
  expect(await screen.findByRole("img", { name: /^FPT: actual/ })).toBeVisible();
});

test("artifacts: none yet, removed by retention, or not to be had", async () => {
  answerTraining({ runs: [RUN] });
  server.use(http.get(`${V1}/experiments/:runId/artifacts`, () => refusal(422, "bad", "No store.")));
  await renderPage("/training?tab=runs");
  const card = within(await screen.findByRole("region", { name: "Artifacts" }));
  expect(await card.findByRole("alert")).toHaveTextContent("No store.");
  const [fpt] = ARTIFACTS.tickerArtifacts;
  const list = (tickerArtifacts: object[]) =>
    server.use(
      http.get(`${V1}/experiments/:runId/artifacts`, () =>
        HttpResponse.json({ tickerArtifacts, meta: { ...ARTIFACTS.meta, total: tickerArtifacts.length } }),
      ),
    );
  list([{ ...fpt, files: [] }]);
  fireEvent.click(card.getByRole("button", { name: "Try again" }));
  expect(await card.findByText("removed by retention")).toBeVisible();
});

test("a log that cannot be read is shown beside the run", async () => {
  answerTraining({ runs: [RUN] });
  server.use(http.get(`${V1}/experiments/:runId/logs/tail`, () => refusal(422, "bad", "No log.")));
  await renderPage("/training?tab=runs");
  expect(await screen.findByText("No log.")).toBeVisible();
  expect(screen.getByText("100%, 2 of 2 tickers published")).toBeVisible();
});

test("pages and states of the list stand in the address", async () => {
  answerTraining({ runs: [RUN] });
  server.use(
    http.get(`${V1}/experiments/runs`, ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get("page"));
      const data = Array.from({ length: page === 1 ? 10 : 2 }, (_, row) => ({
        ...rowOf(RUN),
        runId: row === 0 ? RUN.runId : `${RUN.runId}-${row}`,
      }));
      return HttpResponse.json({ data, meta: { page, pageSize: 10, total: 12 } });
    }),
  );
  const { history } = await renderPage("/training?tab=runs");
  expect(await screen.findByText("Showing 1–10 of 12 runs")).toBeVisible();
  await click("Next");
  expect(await screen.findByText("Showing 11–12 of 12 runs")).toBeVisible();
  expect(history.location.search).toContain("page=2");
  fireEvent.change(screen.getByLabelText("State"), { target: { value: "success" } });
  await waitFor(() => expect(history.location.search).toBe("?tab=runs&state=success"));
});

test("a refused start is shown; the same request is sent again under the same key, another under its own", async () => {
  answerTraining({ runs: [RUN] });
  const sent: { key: string | null; body: unknown }[] = [];
  server.use(
    http.post(`${V1}/experiments/run`, async ({ request }) => {
      sent.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
      return sent.length < 3
        ? refusal(503, "airflow_refused", "Airflow takes no runs now.")
        : HttpResponse.json({ runId: RUN.runId, runIds: [RUN.runId], groupId: null }, { status: 202 });
    }),
  );
  const { history } = await renderPage("/training?tab=runs");
  await click("Start a run");
  await click("Start");
  expect(await screen.findByText("Airflow takes no runs now.")).toBeVisible();
  await click("Try again");
  await waitFor(() => expect(sent).toHaveLength(2));
  fireEvent.click(screen.getByRole("radio", { name: "Selected tickers" }));
  await waitFor(() => expect(screen.getByText("select at least one")).toBeVisible());
  fireEvent.click(await screen.findByRole("checkbox", { name: "VCB" }));
  fireEvent.change(screen.getByLabelText("Seed"), { target: { value: "9" } });
  fireEvent.change(screen.getByLabelText("Notes"), { target: { value: " Two banks " } });
  await waitFor(() => expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled());
  await click("Try again");
  await waitFor(() => expect(history.location.search).toContain(RUN.runId));
  expect(sent[0]?.key).toBeTruthy();
  expect(sent[1]?.key).toBe(sent[0]?.key);
  expect(sent[2]?.key).not.toBe(sent[0]?.key);
  expect(sent[0]?.body).toEqual({ configId: ACTIVE.configId, scope: "all_vn30" });
  expect(sent[2]?.body).toEqual({
    configId: ACTIVE.configId,
    scope: "selected",
    tickers: ["VCB"],
    seeds: { globalSeed: 9 },
    notes: "Two banks",
  });
});

test("a group asks for the four prices in one request", async () => {
  answerTraining({ runs: [RUN] });
  const sent: unknown[] = [];
  server.use(
    http.post(`${V1}/experiments/run`, async ({ request }) => {
      sent.push(await request.json());
      const runIds = [RUN.runId, RUNNING.runId];
      return HttpResponse.json({ runId: RUN.runId, runIds, groupId: RUN.runId }, { status: 202 });
    }),
  );
  await renderPage("/training?tab=runs");
  await click("Start a run");
  fireEvent.click(await screen.findByRole("checkbox", { name: "Train group" }));
  await click("Start");
  expect(await screen.findByText("2 runs are requested.")).toBeVisible();
  expect(sent).toEqual([
    { configId: ACTIVE.configId, scope: "all_vn30", targets: ["open", "close", "high", "low"] },
  ]);
});

test("a research run names its target, and a direction run its scores beside the base rate", async () => {
  const direction = {
    tickers: 2,
    testRows: 982,
    brier: 0.24,
    baseBrier: 0.25,
    logLoss: 0.68,
    baseLogLoss: 0.69,
    hitRate: 0.53,
  };
  const research = {
    ...RUN,
    isResearch: true,
    targetKind: "direction" as const,
    direction: { "7d": direction },
  };
  answerTraining({ runs: [research] });
  await renderPage(`/training?tab=runs&run=${RUN.runId}`);
  expect(await screen.findByText("Research: Direction of the close")).toBeVisible();
  const card = await screen.findByRole("region", { name: "Direction" });
  expect(
    within(card).getByRole("row", { name: "7D 0.2400 0.2500 +0.040 0.6800 0.6900 53.0% 982" }),
  ).toBeVisible();
  expect(screen.getByText("Direction of the close; research, not shown on Market")).toBeVisible();
});

test("a run that compares LambdaRank has its order beside that of the pooled model", async () => {
  const scores = {
    sessions: 982,
    rankIc: 0.0521,
    rankIcError: 0.0184,
    pooledRankIc: 0.0547,
    pooledRankIcError: 0.0216,
    gain: -0.0026,
    gainError: 0.0107,
  };
  answerTraining({ runs: [{ ...RUN, lambdaRank: { "15d": scores } }] });
  await renderPage(`/training?tab=runs&run=${RUN.runId}`);
  const card = await screen.findByRole("region", { name: "LambdaRank" });
  expect(
    within(card).getByRole("row", { name: "15D +0.052 ± 0.018 +0.055 ± 0.022 −0.003 ± 0.011 982" }),
  ).toBeVisible();
});

test("nothing can be started before anything was saved", async () => {
  const unsaved = { ...ACTIVE, configId: null, version: 0, author: null, savedAt: null, config: DEFAULTS };
  answerTraining({ active: unsaved });
  await renderPage("/training?tab=runs");
  await click("Start a run");
  await waitFor(() => expect(screen.getByText(/A run needs a saved configuration/)).toBeVisible());
});
