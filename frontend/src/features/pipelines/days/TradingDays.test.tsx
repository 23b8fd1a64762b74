import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { pipelineApi } from "../testApi";

const PROPOSED: Schemas["TradingDay"] = {
  day: "2026-07-06",
  kind: "closed",
  state: "proposed",
  reason: "no trades in any of 32 series that have bars before and after it",
  decidedBy: "crawler",
  decidedAt: "2026-07-07T10:02:11Z",
};
const CONFIRMED: Schemas["TradingDay"] = { ...PROPOSED, state: "confirmed", decidedBy: "ds1" };

/** Records the decisions that are sent, and makes them the list's content. */
function decisions(answers: { days?: Schemas["TradingDay"][] }) {
  const sent: unknown[] = [];
  server.use(
    http.put(`${V1}/trading-days/:day`, async ({ params, request }) => {
      const body = (await request.json()) as Schemas["DayDecision"];
      sent.push({ day: params.day, ...body });
      const decided = {
        ...PROPOSED,
        ...body,
        reason: body.reason ?? "",
        day: String(params.day),
        decidedBy: "ds1",
      };
      answers.days = [decided];
      return HttpResponse.json(decided);
    }),
    http.delete(`${V1}/trading-days/:day`, ({ params }) => {
      sent.push({ day: params.day, undone: true });
      answers.days = [PROPOSED];
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return sent;
}

test("a proposed closure asks for a decision, which is listed with its author and can be undone", async () => {
  const { answers } = pipelineApi({ days: [PROPOSED] });
  const sent = decisions(answers);
  const { user } = await renderPage("/pipelines");
  const notice = within(await screen.findByRole("region", { name: "1 trading day to confirm" }));
  expect(notice.getByText(/may have been closed: no trades in any of 32 series/)).toBeVisible();
  await user.click(notice.getByRole("button", { name: "HOSE was closed on 2026-07-06" }));
  const undo = await screen.findByRole("button", { name: "Undo the decision on 2026-07-06" });
  const row = within(screen.getByRole("row", { name: /2026-07-06/ }));
  expect(row.getByText("closed")).toBeVisible();
  expect(row.getByText("ds1")).toBeVisible();
  expect(screen.queryByText("1 trading day to confirm")).toBeNull();
  await user.click(undo);
  expect(await screen.findByRole("region", { name: "1 trading day to confirm" })).toBeVisible();
  expect(sent).toEqual([
    { day: "2026-07-06", kind: "closed", state: "confirmed", reason: PROPOSED.reason },
    { day: "2026-07-06", undone: true },
  ]);
});

test("a proposal that is wrong is dismissed: HOSE was open", async () => {
  const { answers } = pipelineApi({ days: [PROPOSED] });
  const sent = decisions(answers);
  const { user } = await renderPage("/pipelines");
  await user.click(await screen.findByRole("button", { name: "HOSE was open on 2026-07-06" }));
  const row = within(await screen.findByRole("row", { name: /2026-07-06/ }));
  expect(row.getByText("open")).toBeVisible();
  expect(sent).toMatchObject([{ state: "dismissed" }]);
});

test("a day is marked before it comes; a refusal says why", async () => {
  const { answers } = pipelineApi({ days: [CONFIRMED] });
  const sent = decisions(answers);
  const { user } = await renderPage("/pipelines");
  const form = within(await screen.findByRole("form", { name: "Mark a day" }));
  await user.type(form.getByLabelText(/^Day/), "2027-01-04");
  await user.type(form.getByLabelText("Reason"), "decree 12");
  await user.click(form.getByRole("button", { name: "Mark" }));
  expect(await screen.findByRole("row", { name: /2027-01-04/ })).toBeVisible();
  expect(sent).toEqual([{ day: "2027-01-04", kind: "closed", state: "confirmed", reason: "decree 12" }]);
  server.use(
    http.put(`${V1}/trading-days/:day`, () => refusal(409, "wrong_day", "day: 30 of 32 series have traded")),
  );
  await user.type(form.getByLabelText(/^Day/), "2026-07-07");
  await user.click(form.getByRole("button", { name: "Mark" }));
  expect(await screen.findByText("day: 30 of 32 series have traded")).toBeVisible();
  expect(form.getByLabelText(/^Day/)).toHaveValue("2026-07-07");
});

test("trading days that cannot be loaded are shown", async () => {
  pipelineApi();
  server.use(http.get(`${V1}/trading-days`, () => refusal(503, "database_unavailable", "No answer.")));
  await renderPage("/pipelines");
  expect(await screen.findByText("The trading days could not be loaded")).toBeVisible();
});
