import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import type { AuditEntry } from "./queries";

vi.mock("@/features/training/TrainingPage", () => ({ TrainingPage: () => <h1>Training</h1> }));

const ENTRY: AuditEntry = {
  id: 12,
  recordedAt: "2026-11-30T10:04:11Z",
  action: "change_dag_settings",
  userId: "0b9f5f0e-6a0c-4a58-9d0e-3f1f6f7b2c11",
  username: "ds1",
  address: "127.0.0.1",
  requestId: "6f1c1b0e5f0b4f0f8a5d1c2b3a4d5e6f",
  subject: "vn30_data_crawler",
  before: { retries: 2, scheduleCron: "0 17 * * 1-5" },
  after: { retries: 3, scheduleCron: "0 17 * * 1-5" },
};
const REFUSED: AuditEntry = {
  ...ENTRY,
  id: 11,
  action: "refuse_sign_in",
  userId: null,
  username: null,
  subject: null,
  before: null,
  after: null,
};

/** The audit trail of the API, which records the searches. */
function auditApi(data: AuditEntry[], total = data.length, page = 1): string[] {
  const asked: string[] = [];
  server.use(
    http.get(`${V1}/audit`, ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ data, meta: { page, pageSize: 50, total } });
    }),
  );
  return asked;
}

test("entries show who changed what, from which value to which", async () => {
  auditApi([ENTRY, REFUSED]);
  const { user } = await renderPage("/audit", "admin1");
  const row = await screen.findByRole("row", { name: /vn30_data_crawler/ });
  expect(within(row).getByRole("rowheader")).toHaveTextContent("2026-11-30 17:04:11");
  expect(
    within(row)
      .getAllByRole("cell")
      .slice(0, 5)
      .map((cell) => cell.textContent),
  ).toEqual(["ds1", "Changed settings of a DAG", "vn30_data_crawler", "retries: 2 → 3", "127.0.0.1"]);
  expect(screen.getByRole("row", { name: /Sign-in refused/ })).toHaveTextContent("–Sign-in refused––127");
  await user.click(within(row).getByRole("button", { name: `Copy the request id ${ENTRY.requestId}` }));
  expect(await navigator.clipboard.readText()).toBe(ENTRY.requestId);
});

test("of many values the first are shown until all are asked for", async () => {
  const after = { end: "2026-11-28", owner: "ds1", retries: 3, start: "2026-01-01", timezone: "Asia/Tokyo" };
  auditApi([{ ...ENTRY, before: null, after }]);
  const { user } = await renderPage("/audit", "admin1");
  const row = await screen.findByRole("row", { name: /vn30_data_crawler/ });
  expect(within(row).getAllByRole("listitem")).toHaveLength(4);
  await user.click(within(row).getByRole("button", { name: "Show all 5 values" }));
  expect(within(row).getByText("Asia/Tokyo")).toBeVisible();
});

test("filters are asked of the API and kept in the address; days are those of ICT", async () => {
  const asked = auditApi([]);
  const { user, history } = await renderPage("/audit?page=3&from=2026-11-29&to=2026-11-30", "admin1");
  expect(await screen.findByText("No entry matches the filters")).toBeVisible();
  await user.selectOptions(screen.getByLabelText("Action"), "Paused a DAG");
  await user.type(screen.getByLabelText("User"), "ds1");
  await user.type(screen.getByLabelText("Subject"), "vn30_maintenance");
  await waitFor(() =>
    expect(Object.fromEntries(new URLSearchParams(asked.at(-1)))).toEqual({
      page: "1",
      pageSize: "50",
      username: "ds1",
      action: "pause_dag",
      subject: "vn30_maintenance",
      since: "2026-11-28T17:00:00.000Z",
      until: "2026-11-30T17:00:00.000Z",
    }),
  );
  expect(history.location.search).toBe(
    "?from=2026-11-29&to=2026-11-30&action=pause_dag&user=ds1&subject=vn30_maintenance",
  );
  await user.click(screen.getByRole("button", { name: "Reset filters" }));
  expect(await screen.findByText("No entry yet")).toBeVisible();
  expect(history.location.search).toBe("");
});

test("a user or a subject of an entry filters by it", async () => {
  const asked = auditApi([ENTRY]);
  const { user, history } = await renderPage("/audit", "admin1");
  await user.click(await screen.findByRole("link", { name: "vn30_data_crawler" }));
  await waitFor(() => expect(asked.at(-1)).toContain("subject=vn30_data_crawler"));
  expect(screen.getByLabelText("Subject")).toHaveValue("vn30_data_crawler");
  expect(history.location.search).toBe("?subject=vn30_data_crawler");
});

test("pages follow each other", async () => {
  const asked = auditApi([ENTRY], 120, 2);
  const { user } = await renderPage("/audit?page=2", "admin1");
  expect(await screen.findByText("Showing 51–51 of 120 entries")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Next" }));
  await waitFor(() => expect(asked.at(-1)).toBe("?page=3&pageSize=50"));
});

test("entries that cannot be loaded are shown, and can be asked for again", async () => {
  auditApi([ENTRY]);
  server.use(http.get(`${V1}/audit`, () => refusal(403, "forbidden", "Admins only."), { once: true }));
  const { user } = await renderPage("/audit", "admin1");
  expect(await screen.findByRole("alert")).toHaveTextContent("Admins only.");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("row", { name: /vn30_data_crawler/ })).toBeVisible();
});

test("only an admin has the page", async () => {
  const { history } = await renderPage("/audit", "ds1");
  expect(await screen.findByRole("heading", { name: "Training" })).toBeVisible();
  expect(history.location.pathname).toBe("/training");
  expect(screen.queryByRole("link", { name: "Audit" })).toBeNull();
});
