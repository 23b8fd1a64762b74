import { screen, within } from "@testing-library/react";
import { http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { ALERT, CRAWLER, RUN_ID } from "../examples";
import { pipelineApi } from "../testApi";

test("open alerts say what is wrong, what to do, and lead to the logs of the run", async () => {
  pipelineApi({
    alerts: [
      ALERT,
      {
        ...ALERT,
        id: 3,
        kind: "stale_models",
        title: "4 models are stale",
        runId: null,
        error: "mail: refused",
      },
    ],
  });
  const { user, history } = await renderPage("/pipelines?dag=vn30_model_training");
  const alerts = within(await screen.findByRole("region", { name: "2 open alerts" }));
  expect(alerts.getAllByText("load FPT, load HPG: the source does not answer")).toHaveLength(2);
  expect(alerts.getAllByText(/Clear the failed tasks\./)).toHaveLength(2);
  expect(alerts.getByText(/Not all notifications were sent: mail: refused/)).toBeVisible();
  await user.click(alerts.getByRole("link"));
  expect(history.location.search).toContain(`dag=${CRAWLER.dagId}`);
  expect(decodeURIComponent(history.location.search)).toContain(RUN_ID);
  expect(await screen.findByText(/No lines: none were written, or the log has been deleted/)).toBeVisible();
});

test("without open alerts there is no word of them", async () => {
  pipelineApi();
  await renderPage("/pipelines");
  await screen.findByRole("button", { name: "Trigger Run" });
  expect(screen.queryByText(/alert/i)).toBeNull();
});

test("alerts that cannot be loaded are shown", async () => {
  pipelineApi();
  server.use(
    http.get(`${V1}/alerts`, () => refusal(503, "database_unavailable", "The database does not answer.")),
  );
  await renderPage("/pipelines");
  expect(await screen.findByText("The open alerts could not be loaded")).toBeVisible();
});
