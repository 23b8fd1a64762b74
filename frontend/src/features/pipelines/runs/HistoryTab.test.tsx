import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { CRAWLER, RUN, runPage } from "../examples";
import { pipelineApi } from "../testApi";

const RUNS = `${V1}/pipeline/dags/${CRAWLER.dagId}/runs`;

test("filters are asked of the API, kept in the address, begin at the first page, and can be reset", async () => {
  pipelineApi();
  const asked: string[] = [];
  server.use(
    http.get(RUNS, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(runPage([]));
    }),
  );
  const { user, history } = await renderPage("/pipelines?tab=history&page=3&from=2026-11-01");
  expect(await screen.findByText("No run matches the filters")).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "Failed" }));
  await user.type(screen.getByLabelText("Search run_id"), "abc");
  await waitFor(() =>
    expect(asked.at(-1)).toBe("?page=1&pageSize=10&state=failed&from=2026-11-01&searchRunId=abc"),
  );
  expect(history.location.search).toBe("?tab=history&from=2026-11-01&state=failed&q=abc");
  await user.click(screen.getByRole("button", { name: "Reset filters" }));
  await waitFor(() => expect(history.location.search).toBe("?tab=history"));
  expect(screen.getByLabelText("Search run_id")).toHaveValue("");
  expect(screen.getByLabelText("From (ICT)")).toHaveValue("");
  expect(await screen.findByText("No run yet")).toBeVisible();
});

test("runs stand in a table with their number, and pages follow each other", async () => {
  pipelineApi({ runs: runPage([RUN], 26, 3) });
  const { user, history } = await renderPage("/pipelines?tab=history&page=3");
  const row = await screen.findByRole("row", { name: new RegExp(RUN.runId.replaceAll("+", "\\+")) });
  expect(row).toHaveTextContent("2026-11-20 17:00:01");
  expect(row).toHaveTextContent("1 min 30 s");
  expect(row).toHaveTextContent("Success");
  expect(screen.getByText("Showing 21–21 of 26 runs")).toBeVisible();
  expect(screen.getByRole("button", { name: "Next" })).toBeDisabled();
  await user.click(screen.getByRole("button", { name: "Previous" }));
  await waitFor(() => expect(history.location.search).toContain("page=2"));
});

test("a run is viewed, and run again with the same conf", async () => {
  const { sent, on } = pipelineApi();
  const TRIGGER = `/dags/${CRAWLER.dagId}/trigger`;
  on("post", TRIGGER, () => refusal(503, "airflow_unavailable", "Airflow does not answer."));
  const { user, history } = await renderPage("/pipelines?tab=history");
  await user.click(await screen.findByRole("button", { name: `Run ${RUN.runId} again with the same conf` }));
  expect(await screen.findByText("The run could not be started")).toBeVisible();
  expect(sent).toEqual([{ path: TRIGGER, body: { conf: RUN.conf } }]);
  await user.click(screen.getByRole("button", { name: `View ${RUN.runId}` }));
  await waitFor(() => expect(history.location.search).toContain("tab=run"));
});

test("runs that cannot be loaded are shown", async () => {
  pipelineApi();
  server.use(http.get(RUNS, () => refusal(404, "unknown_dag", "Unknown DAG.")));
  await renderPage("/pipelines?tab=history");
  expect(await screen.findByText("The runs could not be loaded")).toBeVisible();
});

test("a page beyond the last leads back to the first", async () => {
  pipelineApi({ runs: runPage([], 4, 9) });
  const { user, history } = await renderPage("/pipelines?tab=history&page=9");
  await user.click(await screen.findByRole("button", { name: "Go to the first page" }));
  await waitFor(() => expect(history.location.search).toBe("?tab=history"));
});

test("a day after the last one is shown", async () => {
  pipelineApi();
  await renderPage("/pipelines?tab=history&from=2026-11-20&to=2026-11-01");
  expect(await screen.findByText("Before From")).toBeVisible();
});
