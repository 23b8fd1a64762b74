import { screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { CRAWLER, RUN } from "../examples";
// Loaded here, so that no test waits for libraries that the page loads lazily.
import "./RunGraph";
import { pipelineApi } from "../testApi";

const OF_RUN = `${V1}/pipeline/runs/:runId`;

test("the graph says how far the tasks are, and a mapped one names its tickers", async () => {
  pipelineApi({ run: { ...RUN, state: "running" } });
  const { user } = await renderPage("/pipelines?tab=run");
  const graph = within(await screen.findByRole("region", { name: "Graph of the run" }));
  expect(graph.getByText("load: 1 success · 1 running; after plan")).toBeInTheDocument();
  expect(screen.getByText("2 of 3 tasks are complete: 2 success · 1 running.")).toBeVisible();
  await user.click(graph.getByRole("button", { name: /^load/, hidden: true }));
  const tickers = within(await screen.findByRole("region", { name: "Tickers of load" }));
  expect(await tickers.findByText("FPT")).toBeVisible();
  expect(tickers.getByText("VCB")).toBeVisible();
});

test("the Gantt chart has a row for each task, and for each ticker when asked", async () => {
  pipelineApi();
  const { user } = await renderPage("/pipelines?tab=run&view=gantt");
  const chart = within(await screen.findByRole("table", { name: /Start and end/ }));
  expect(chart.getByRole("row", { name: /^plan/ })).toHaveTextContent("17:00:11 to 17:00:14: success");
  expect(chart.queryByRole("row", { name: /^VCB/ })).toBeNull();
  await user.click(chart.getByRole("button", { name: /^load/ }));
  expect(chart.getByRole("row", { name: /^VCB/ })).toHaveTextContent("running");
  await user.click(screen.getByRole("button", { name: "Hide the tickers" }));
  expect(chart.queryByRole("row", { name: /^VCB/ })).toBeNull();
});

test("the log is shown whose line it is; marks of Airflow's own log are left out", async () => {
  pipelineApi();
  const entry = {
    timestamp: "2026-11-20T10:00:12Z",
    level: "info",
    taskId: "load",
    ticker: "FPT",
    tryNumber: 1,
  };
  server.use(
    http.get(`${OF_RUN}/logs`, () =>
      HttpResponse.json({
        entries: [
          { ...entry, message: "FPT: 1 new bar" },
          { ...entry, message: "::endgroup::" },
        ],
        nextCursor: "c",
        hasMore: false,
        ended: true,
        source: "mirror",
      }),
    ),
  );
  await renderPage("/pipelines?tab=run&view=logs");
  expect(await screen.findByText("1 line, times in ICT; the log has ended")).toBeVisible();
  expect(screen.getByText(/one line for the end of each task/)).toBeVisible();
});

test("views are kept in the address", async () => {
  pipelineApi();
  const { user, history } = await renderPage("/pipelines");
  await user.click(await screen.findByRole("button", { name: "View logs" }));
  await waitFor(() => expect(history.location.search).toContain("view=logs"));
  await user.click(await screen.findByRole("tab", { name: "Graph" }));
  await waitFor(() => expect(history.location.search).not.toContain("view"));
});

test("a run that is not the newest says so and leads there; one that is not known is shown", async () => {
  pipelineApi();
  server.use(http.get(OF_RUN, () => refusal(404, "unknown_run", "There is no run with this id.")));
  const { user, history } = await renderPage("/pipelines?tab=run&run=other");
  expect(await screen.findByRole("alert")).toHaveTextContent("There is no run with this id.");
  pipelineApi();
  await user.click(screen.getByRole("button", { name: "Show the newest run" }));
  expect(await screen.findByText(RUN.runId)).toBeVisible();
  expect(history.location.search).toBe("?tab=run");
});

test.each([
  ["graph", "The graph could not be loaded"],
  ["gantt", "The Gantt chart could not be loaded"],
  ["logs", "Newer lines could not be loaded"],
])("a %s that cannot be loaded is shown", async (view, message) => {
  pipelineApi();
  server.use(http.get(`${OF_RUN}/${view}`, () => refusal(404, "unknown_run", "There is no such run.")));
  await renderPage(`/pipelines?tab=run&view=${view}`);
  expect(await screen.findByText(message)).toBeVisible();
});

test("a queued run can be cancelled though it does not run", async () => {
  const { sent, on } = pipelineApi({
    crawler: { ...CRAWLER, status: "paused", lastRunState: "queued" },
    run: { ...RUN, state: "queued", start: null, end: null, durationSeconds: null },
  });
  on("post", `/dags/${CRAWLER.dagId}/stopRun`, () => HttpResponse.json({ ...RUN, state: "cancelled" }));
  const { user } = await renderPage("/pipelines?tab=run");
  expect(await screen.findByText(/Not started; due 2026-11-20 17:00 ICT/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Stop Active Run" })).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Cancel this run" }));
  await user.click(await screen.findByRole("button", { name: "Stop run" }));
  await waitFor(() => expect(sent).toHaveLength(1));
});

test("the graph is looked at once more when its run has ended", async () => {
  pipelineApi();
  let ended = false;
  let looks = 0;
  server.use(
    http.get(OF_RUN, () => {
      // Its last tasks end before it does, after the graph was last asked for.
      ended = looks > 1;
      return HttpResponse.json({ ...RUN, state: ended ? "success" : "running" });
    }),
    http.get(`${OF_RUN}/graph`, async () => {
      const state = ended ? "success" : "running";
      // Asked for while the run goes on, answered when it is known to have ended.
      looks += 1;
      if (!ended && looks > 1) await delay(4000);
      const nodes = [{ id: "plan", label: "plan", state, isMapped: false, counts: { [state]: 1 } }];
      return HttpResponse.json({ nodes, edges: [], source: "airflow" });
    }),
  );
  await renderPage("/pipelines?tab=run");
  expect(
    await screen.findByText("All tasks are complete: 1 success.", undefined, { timeout: 12_000 }),
  ).toBeVisible();
});
