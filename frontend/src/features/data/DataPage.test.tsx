import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { backgroundOf, cellOf, wordsOf, yearsOf } from "./completeness/cells";
import { dataSearch } from "./search";

const FPT: Schemas["SeriesCompleteness"] = {
  ticker: "FPT",
  kind: "stock",
  expected: [0, 20],
  stored: [0, 17],
  provisional: [0, 0],
  untraded: [0, 0],
  different: [0, 0],
  absent: [0, 1],
  missing: [0, 2],
};
const COMPLETENESS: Schemas["Completeness"] = {
  series: "daily",
  months: ["2024-12", "2025-01"],
  data: [FPT],
  asOf: "2025-01-31",
  dataSource: "vci",
};
const MISSING = {
  state: "missing",
  reason: "It was not requested yet.",
  timesAsked: null,
  lastAskedAt: null,
};
const GAPS: Schemas["Gaps"] = {
  series: "daily",
  ticker: "FPT",
  month: "2025-01",
  data: ["2025-01-06", "2025-01-08"].map((session) => ({ session, ...MISSING }) as Schemas["Gap"]),
  asOf: "2025-01-31",
  dataSource: "vci",
};
const JOB_ID = "0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c33";
const JOB = {
  id: JOB_ID,
  kind: "crawl",
  state: "running",
  done: 0,
  total: 1,
  unit: "tickers",
  error: null,
};

test("a cell stacks its states, and names them", () => {
  expect(cellOf(FPT, 0)).toBeNull();
  const cell = cellOf(FPT, 1);
  expect(wordsOf(cell)).toBe("17 of 20 sessions stored, 1 absent at the source, 2 missing");
  expect(cell && backgroundOf(cell)).toMatch(/stored\) 0% 68%, .*absent\) 68% 84%, .*missing\) 84% 100%/);
  expect(yearsOf(COMPLETENESS.months)).toEqual([
    { year: "2024", months: 1 },
    { year: "2025", months: 1 },
  ]);
});

test("an address holds what the page has, and nothing else", () => {
  expect(dataSearch({ tab: "lake", version: 4, ticker: "fpt", month: "2025-13", series: "hours" })).toEqual({
    tab: "lake",
    version: 4,
    ticker: "FPT",
    month: undefined,
    series: undefined,
    from: undefined,
    to: undefined,
    severity: undefined,
    page: undefined,
    secondPage: undefined,
  });
});

test("a gap is loaded by a job, once, and the cell is read again when it has ended", async () => {
  const keys: (string | null)[] = [];
  const bodies: unknown[] = [];
  let state = "running";
  let reads = 0;
  server.use(
    http.get(`${V1}/data-quality/completeness`, () => HttpResponse.json(COMPLETENESS)),
    http.get(`${V1}/data-quality/gaps`, () => {
      reads += 1;
      return HttpResponse.json(GAPS);
    }),
    http.post(`${V1}/data-quality/crawls`, async ({ request }) => {
      keys.push(request.headers.get("Idempotency-Key"));
      bodies.push(await request.json());
      if (keys.length === 1) return refusal(503, "airflow_unavailable", "Airflow does not respond.");
      return HttpResponse.json(
        { jobId: JOB_ID, dagId: "vn30_data_crawler", airflowRunId: "api" },
        { status: 202 },
      );
    }),
    http.get(`${V1}/jobs/${JOB_ID}`, () => HttpResponse.json({ ...JOB, state })),
  );
  const { user } = await renderPage("/data?ticker=FPT&month=2025-01");
  await user.click(await screen.findByRole("button", { name: "Load this gap" }));
  const dialog = within(
    await screen.findByRole("dialog", { name: "Load FPT from 2025-01-06 to 2025-01-08?" }),
  );
  await user.click(dialog.getByRole("button", { name: "Load" }));
  expect(await dialog.findByRole("alert")).toHaveTextContent("Airflow does not respond.");
  await user.click(dialog.getByRole("button", { name: "Load" }));
  expect(await screen.findByText("0 of 1 tickers")).toBeVisible();
  expect(keys[0]).toBe(keys[1]);
  expect(bodies[1]).toEqual({ kind: "daily", tickers: ["FPT"], from: "2025-01-06", to: "2025-01-08" });
  const before = reads;
  state = "done";
  expect(
    await screen.findByText("What the source has is stored.", undefined, { timeout: 5000 }),
  ).toBeVisible();
  await waitFor(() => expect(reads).toBeGreaterThan(before));
});
