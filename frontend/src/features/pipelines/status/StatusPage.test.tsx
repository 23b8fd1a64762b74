import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";
import { pipelineApi } from "../testApi";
import { progressInWords } from "./ActiveRunsCard";
import { workersInWords } from "./HeartbeatsCard";

const HEARTBEATS: Schemas["Heartbeats"] = {
  answers: true,
  processes: [
    { process: "dag_processor", hostname: "a-1", state: "stalled", latestHeartbeat: "2026-11-20T09:00:00Z" },
    { process: "scheduler", hostname: "a-1", state: "alive", latestHeartbeat: new Date().toISOString() },
    { process: "triggerer", hostname: null, state: "missing", latestHeartbeat: null },
  ],
  workers: [{ hostname: "a-1", runningTasks: 2 }],
  waitingTasks: 1,
  oldestWait: "2026-11-20T09:00:00Z",
  workersStalled: false,
  checkedAt: new Date().toISOString(),
};
const RUN: Schemas["ActiveRun"] = {
  dagId: "vn30_data_crawler",
  dagName: "VN30 data crawler",
  runId: "manual_1",
  state: "running",
  triggeredBy: "ds1",
  runAfter: "2026-11-20T10:00:00Z",
  start: new Date().toISOString(),
  stages: ["load"],
  tasks: 36,
  tasksEnded: 12,
  tasksFailed: 1,
  progress: 0.33,
  secondsLeft: 95,
};

function statusApi(heartbeats: Schemas["Heartbeats"], runs: Schemas["ActiveRun"][]) {
  pipelineApi();
  const asked: URLSearchParams[] = [];
  server.use(
    http.get(`${V1}/operations/heartbeats`, () => HttpResponse.json(heartbeats)),
    http.get(`${V1}/operations/runs`, () => HttpResponse.json({ data: runs })),
    http.get(`${V1}/operations/datasets`, () =>
      HttpResponse.json({
        asOf: "2026-11-20",
        data: [
          {
            dataset: "prices",
            state: "late",
            newestSession: "2026-11-17",
            sessionsBehind: 3,
            storedAt: "2026-11-17T10:00:00Z",
            dagId: "vn30_data_crawler",
            dagName: "VN30 data crawler",
            dagPaused: true,
            nextRunAt: null,
          },
        ],
      }),
    ),
    http.get(`${V1}/pipeline/runs/:runId/logs`, ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({
        entries: [],
        nextCursor: "c",
        hasMore: false,
        ended: true,
        source: "airflow",
      });
    }),
  );
  return asked;
}

test("stalled processes, late data and running tasks are named in words", async () => {
  statusApi(HEARTBEATS, [RUN]);
  await renderPage("/operations", "ds1");
  const heartbeats = await screen.findByRole("region", { name: "Heartbeats" });
  expect(await within(heartbeats).findByRole("row", { name: /^DAG processor a-1 Stalled/ })).toBeVisible();
  expect(within(heartbeats).getByRole("row", { name: "Triggerer – Missing None" })).toBeVisible();
  const prices = await screen.findByRole("row", { name: /^Prices 2026-11-17 \(3 behind\) Late/ });
  expect(prices).toHaveTextContent("VN30 data crawler, paused");
  expect(
    await screen.findByRole("progressbar", { name: "Progress of VN30 data crawler" }),
  ).toBeInTheDocument();
  expect(progressInWords(RUN)).toBe(
    "12 of 36 tasks · 1 failed · stage load · began just now · about 1 min 35 s left · started by ds1",
  );
  expect(workersInWords(HEARTBEATS)).toBe("Running tasks by host: a-1 (2). 1 task waits for a worker.");
  const stalled = { ...HEARTBEATS, workers: [], waitingTasks: 3, workersStalled: true };
  expect(workersInWords(stalled)).toBe(
    "Stalled: 3 tasks wait for a worker since 2026-11-20 16:00 ICT, and none runs.",
  );
});

test("an Airflow that does not answer is said", async () => {
  statusApi({ ...HEARTBEATS, answers: false, processes: [] }, []);
  await renderPage("/operations", "ds1");
  expect(await screen.findByText("Airflow does not answer")).toBeVisible();
  expect(await screen.findByText("No run is active")).toBeVisible();
});

test("the log is asked for by stage, symbol and level", async () => {
  const asked = statusApi(HEARTBEATS, []);
  const { user } = await renderPage("/operations", "ds1");
  const logs = await screen.findByRole("region", { name: "Logs" });
  await within(logs).findByRole("option", { name: "load" });
  await user.selectOptions(within(logs).getByLabelText("Stage"), "load");
  await user.type(within(logs).getByLabelText("Symbol"), "fpt");
  await user.selectOptions(within(logs).getByLabelText("Level"), "warning");
  await waitFor(() => {
    const last = Object.fromEntries(asked.at(-1) ?? []);
    expect(last).toMatchObject({ taskId: "load", ticker: "FPT", level: "warning" });
  });
  await user.click(within(logs).getByRole("button", { name: "Reset filters" }));
  await waitFor(() => expect(asked.at(-1)?.has("level")).toBe(false));
});
