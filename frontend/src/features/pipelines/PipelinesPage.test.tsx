import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { CRAWLER, LAKE, RUN, TRAINING } from "./examples";
import { pipelineApi } from "./testApi";

const TRIGGER = `/dags/${CRAWLER.dagId}/trigger`;
const NEW_RUN = "manual__2026-11-21T03:00:00+00:00";

function triggered(waitsForResume = false) {
  return HttpResponse.json(
    { runId: NEW_RUN, dagId: CRAWLER.dagId, state: "queued", waitsForResume },
    { status: 201 },
  );
}

/** The right side, once it is rendered. */
async function panel() {
  await screen.findByRole("button", { name: "Trigger Run" });
  return within(screen.getByRole("region", { name: "Selected DAG" }));
}

test("the catalog shows the DAGs, the first is selected; another one is by the keyboard", async () => {
  pipelineApi();
  const { user, history } = await renderPage("/pipelines?tab=edit");
  const crawler = within(await screen.findByRole("article", { name: CRAWLER.name }));
  expect(crawler.getByRole("link")).toHaveAttribute("aria-current", "true");
  expect(crawler.getByText("0 17 * * *")).toBeVisible();
  expect(crawler.getByText("2026-11-23 17:00 ICT")).toBeVisible();
  const training = within(screen.getByRole("article", { name: TRAINING.name }));
  expect(training.getByText("None yet")).toBeVisible();
  // Of new data, as its schedule and as its next run.
  const lake = within(screen.getByRole("article", { name: LAKE.name }));
  expect(lake.getAllByText("After new prices and new forecasts")).toHaveLength(2);
  training.getByRole("link").focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(history.location.search).toContain("dag=vn30_model_training"));
  expect(await (await panel()).findByRole("heading", { level: 2 })).toHaveTextContent(TRAINING.name);
  expect(history.location.search).toContain("tab=edit");
});

test("a triggered run is the current run at once", async () => {
  const { answers, sent, on } = pipelineApi();
  on("post", TRIGGER, () => {
    answers.crawler = { ...CRAWLER, lastRunId: NEW_RUN, lastRunState: "queued" };
    answers.run = { ...RUN, state: "queued", start: null, end: null };
    return triggered();
  });
  const { user } = await renderPage("/pipelines");
  const right = await panel();
  expect(await right.findByText(RUN.runId)).toBeVisible();
  await user.click(right.getByRole("button", { name: "Trigger Run" }));
  expect(await right.findByRole("heading", { name: "Current Run" })).toBeVisible();
  expect(await right.findByText(NEW_RUN)).toBeVisible();
  expect(sent).toEqual([{ path: TRIGGER, body: null }]);
});

test("a conf is checked before it is sent; a refusal stays with what was typed", async () => {
  const { sent, on } = pipelineApi();
  on("post", TRIGGER, () => refusal(422, "invalid_conf", "conf: the DAG has no parameter 'x'"));
  const { user } = await renderPage("/pipelines");
  await user.click((await panel()).getByRole("button", { name: "Trigger with a conf…" }));
  const dialog = within(await screen.findByRole("dialog"));
  const field = dialog.getByLabelText("Conf");
  await user.click(field);
  await user.paste("[1]");
  expect(dialog.getByText(/JSON object is needed/)).toBeVisible();
  expect(dialog.getByRole("button", { name: "Start run" })).toBeDisabled();
  await user.clear(field);
  await user.paste('{"x": 1}');
  await user.click(dialog.getByRole("button", { name: "Start run" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("the DAG has no parameter 'x'");
  expect(field).toHaveValue('{"x": 1}');
  expect(sent).toEqual([{ path: TRIGGER, body: { conf: { x: 1 } } }]);
});

test("a run of a paused DAG is said to wait", async () => {
  const { on } = pipelineApi({ crawler: { ...CRAWLER, status: "paused", nextRunAt: null } });
  on("post", TRIGGER, () => triggered(true));
  const { user } = await renderPage("/pipelines");
  const card = within(await screen.findByRole("article", { name: CRAWLER.name }));
  expect(card.getByText("None while paused")).toBeVisible();
  await user.click(card.getByRole("button", { name: "Run now" }));
  expect(await screen.findByText(/starts when the paused DAG is resumed/)).toBeVisible();
});

test("Pause becomes Resume, and an outage is shown", async () => {
  const { answers, sent, on } = pipelineApi();
  const PAUSE = `/dags/${CRAWLER.dagId}/pause`;
  on("post", PAUSE, () => {
    answers.crawler = { ...CRAWLER, status: "paused" };
    return HttpResponse.json(answers.crawler);
  });
  const { user } = await renderPage("/pipelines");
  const right = await panel();
  await user.click(right.getByRole("button", { name: "Pause" }));
  const resume = await right.findByRole("button", { name: "Resume" });
  expect(right.getAllByText("Paused")[0]).toBeVisible();
  on("post", PAUSE, () => refusal(503, "airflow_unavailable", "Airflow does not answer."));
  await user.click(resume);
  expect(await screen.findByText("The DAG could not be resumed")).toBeVisible();
  expect(screen.getByText("Airflow does not answer.")).toBeVisible();
  expect(sent.map(({ body }) => body)).toEqual([{ paused: true }, { paused: false }]);
});

test("Stop Active Run is shown for a running run only, asks first, and shows a refusal", async () => {
  const { sent, on, answers } = pipelineApi({
    crawler: { ...CRAWLER, lastRunState: "running", isRunning: true },
    run: { ...RUN, state: "running", end: null },
  });
  const STOP = `/dags/${CRAWLER.dagId}/stopRun`;
  on("post", STOP, () => refusal(409, "run_is_over", "This run has ended: nothing to stop."));
  const { user } = await renderPage("/pipelines");
  const right = await panel();
  await user.click(right.getByRole("button", { name: "Stop Active Run" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Stop this run?" }));
  expect(sent).toEqual([]);
  await user.click(dialog.getByRole("button", { name: "Stop run" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("This run has ended");
  on("post", STOP, () => {
    answers.crawler = { ...CRAWLER, lastRunState: "cancelled" };
    answers.run = { ...RUN, state: "cancelled" };
    return HttpResponse.json(answers.run);
  });
  await user.click(dialog.getByRole("button", { name: "Stop run" }));
  expect((await right.findAllByText("Cancelled"))[0]).toBeVisible();
  expect(right.getByRole("button", { name: "Stop Active Run" })).toBeDisabled();
  expect(sent[0]).toEqual({ path: STOP, body: { runId: RUN.runId } });
});

test("while Airflow does not answer, a notice says so and all actions are disabled", async () => {
  pipelineApi({
    crawler: { ...CRAWLER, source: "mirror", lastRunState: "running", isRunning: true },
    training: { ...TRAINING, source: "mirror" },
    lake: { ...LAKE, source: "mirror" },
  });
  await renderPage("/pipelines");
  expect(await screen.findByText("Airflow does not answer")).toBeVisible();
  await panel();
  for (const name of ["Trigger Run", "Run now", "Pause", "Stop Active Run", "Trigger with a conf…"]) {
    for (const button of screen.getAllByRole("button", { name })) expect(button).toBeDisabled();
  }
  expect(await screen.findByRole("button", { name: "Rerun with same conf" })).toBeDisabled();
});

test("pipelines that cannot be loaded are shown, and asked for again", async () => {
  server.use(http.get(`${V1}/pipeline/dags`, () => refusal(403, "forbidden", "Data scientists only.")));
  const { user } = await renderPage("/pipelines");
  expect(await screen.findByRole("alert")).toHaveTextContent("Data scientists only.");
  pipelineApi();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("article", { name: CRAWLER.name })).toBeVisible();
});

test("a skeleton stands until the pipelines are there", async () => {
  server.use(http.get(`${V1}/pipeline/dags`, () => new Promise<Response>(() => undefined)));
  await renderPage("/pipelines");
  expect(await screen.findByLabelText("The pipelines: loading")).toBeInTheDocument();
});

test("a DAG that is not there is no reason for an empty page", async () => {
  pipelineApi();
  await renderPage("/pipelines?dag=nothing");
  expect(await screen.findByText("Unknown DAG")).toBeVisible();
  expect(screen.getByRole("article", { name: CRAWLER.name })).toBeVisible();
});

test("without any run, Overview says so", async () => {
  pipelineApi();
  await renderPage(`/pipelines?dag=${TRAINING.dagId}`);
  expect(await screen.findByText("No run yet")).toBeVisible();
});
