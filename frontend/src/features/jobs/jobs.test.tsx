import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";

type Job = Schemas["Job"];

const CRAWL: Job = {
  id: "0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c33",
  kind: "crawl",
  state: "running",
  subject: "Daily bars of FPT, VCB, 2024-06-03 to 2024-06-28",
  progress: 0.5,
  done: 1,
  total: 2,
  unit: "tickers",
  eta: "2099-01-01T00:00:00Z",
  requestedBy: "ds1",
  requestedAt: "2026-11-20T11:00:00Z",
  startedAt: "2026-11-20T11:00:05Z",
  isCancellable: true,
  page: "/pipelines?dag=vn30_data_crawler&tab=run&run=api__1",
  resource: "/api/v1/pipeline/runs/api__1",
};
const FAILED: Job = {
  ...CRAWL,
  id: "0b6e8f4e-63a5-4c2b-9d0e-7a5f1f3f7c34",
  kind: "walk_forward",
  state: "failed",
  subject: "Savings: 2 methods",
  progress: 0,
  done: 0,
  unit: "methods",
  eta: null,
  finishedAt: "2026-11-20T11:01:10Z",
  error: "The run ended without a result. Request it again.",
  isCancellable: false,
};

/** Answers with the jobs, and returns the queries. */
function serve(jobs: Job[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get(`${V1}/jobs`, ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      const unfinished = jobs.filter(({ state }) => state === "running").length;
      return HttpResponse.json({
        data: jobs,
        meta: { page: 1, pageSize: 20, total: jobs.length, unfinished },
      });
    }),
  );
  return asked;
}

beforeEach(() => localStorage.clear());

test("progress, estimated end, error and the way to the result", async () => {
  serve([CRAWL, FAILED]);
  await renderPage("/jobs");
  const row = (await screen.findByText(CRAWL.subject)).closest("tr") as HTMLElement;
  expect(row).toHaveTextContent("Crawl");
  expect(row).toHaveTextContent("1 of 2 tickers");
  expect(row).toHaveTextContent(/about in [\d,]+ days/);
  expect(within(row).getByRole("progressbar")).toHaveAttribute("aria-valuenow", "50");
  expect(screen.getByRole("link", { name: CRAWL.subject })).toHaveAttribute("href", CRAWL.page);
  const failed = screen.getByText(FAILED.subject).closest("tr") as HTMLElement;
  expect(failed).toHaveTextContent("The run ended without a result. Request it again.");
  expect(failed).toHaveTextContent("after 1 min 05 s");
  expect(within(failed).queryByRole("button")).toBeNull();
});

test("a job is cancelled after a question; an error stays in the dialog", async () => {
  const asked = serve([CRAWL]);
  const { user } = await renderPage("/jobs");
  server.use(
    http.post(`${V1}/jobs/:id/cancel`, () => refusal(409, "run_is_over", "The crawl has ended."), {
      once: true,
    }),
    http.post(`${V1}/jobs/:id/cancel`, ({ params }) =>
      HttpResponse.json({ ...CRAWL, id: params.id, state: "cancelled" }),
    ),
  );
  await user.click(await screen.findByRole("button", { name: `Cancel ${CRAWL.subject}` }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Cancel the job" }));
  expect(await within(dialog).findByText("The crawl has ended.")).toBeVisible();
  const before = asked.length;
  await user.click(within(dialog).getByRole("button", { name: "Cancel the job" }));
  await screen.findByText(CRAWL.subject);
  await expect.poll(() => asked.length).toBeGreaterThan(before);
  await expect.poll(() => screen.queryByRole("dialog")).toBeNull();
});

test("the header counts the user's jobs, and marks what ended since the last look", async () => {
  const finished = { ...FAILED, finishedAt: new Date(Date.now() + 60_000).toISOString() };
  const asked = serve([CRAWL, finished]);
  server.use(
    http.get(`${V1}/models`, () =>
      HttpResponse.json({
        data: [],
        meta: { page: 1, pageSize: 20, total: 0, asOf: null, dataSource: null },
      }),
    ),
  );
  const { user } = await renderPage("/models");
  const link = await screen.findByRole("link", { name: "Jobs, 1 not ended, 1 ended since your last look" });
  expect(asked[0]?.get("mine")).toBe("true");
  await user.click(link);
  expect(await screen.findByRole("heading", { level: 1, name: "Jobs" })).toBeVisible();
  const row = (await screen.findByText(FAILED.subject)).closest("tr") as HTMLElement;
  expect(row).toHaveTextContent("New");
  expect(screen.getByRole("link", { name: "Jobs, 1 not ended" })).toHaveAttribute("aria-current", "page");
});

test("a data scientist sees the jobs of everybody, an end user no filter for it", async () => {
  const asked = serve([]);
  const { user } = await renderPage("/jobs?kind=crawl");
  expect(await screen.findByText("No job matches the filters")).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Requested by"), "Everybody");
  await expect.poll(() => asked.at(-1)?.toString()).toBe("kind=crawl&mine=false&page=1&pageSize=20");
  await user.click(screen.getByRole("button", { name: "Reset filters" }));
  expect(await screen.findByText("No job yet")).toBeVisible();
});

test("an end user", async () => {
  serve([]);
  await renderPage("/jobs", "enduser1");
  expect(await screen.findByText(/A walk-forward on the page Portfolio/)).toBeVisible();
  expect(screen.queryByLabelText("Kind")).toBeNull();
});
