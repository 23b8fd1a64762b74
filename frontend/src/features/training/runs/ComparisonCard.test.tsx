import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";
import { answerTraining, COMPARISON, findHidden, RUN } from "../testing";

findHidden();

const EARLIER = {
  ...RUN,
  runId: "0f5f6a52-6a0b-4a53-9d1e-1f4a3c0d9f11",
  notes: "Before the efficiency ratio",
};

async function comparison() {
  return within(await screen.findByRole("region", { name: "Comparison" }));
}

/** Has the API answer with a comparison; the other runs that were asked for. */
function answerWith(answer: Partial<Schemas["ComparedRuns"]>) {
  const asked: (string | null)[] = [];
  server.use(
    http.get(`${V1}/experiments/:runId/comparison`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("otherRunId"));
      return HttpResponse.json({ ...COMPARISON, ...answer });
    }),
  );
  return asked;
}

test("a run stands beside the run before it, with the error of the difference and the configurations", async () => {
  answerTraining({ runs: [RUN, EARLIER] });
  const asked = answerWith({});
  await renderPage("/training?tab=runs");
  const shown = await comparison();
  const row = await shown.findByRole("row", { name: /^7D/ });
  for (const text of [
    "4.02%",
    "4.03%",
    "4.05%",
    "−0.012 ± 0.020",
    "−0.054 to +0.030",
    "no proven difference",
  ])
    expect(within(row).getByText(text)).toBeVisible();
  expect(shown.getByText(/corrected for 6 comparisons/)).toBeVisible();
  expect(shown.getByText("The code has changed.")).toBeVisible();
  expect(await shown.findByRole("row", { name: /42 7$/ })).toBeVisible();
  expect(asked).toEqual([null]);
  fireEvent.change(shown.getByLabelText("Compare with"), { target: { value: EARLIER.runId } });
  await waitFor(() => expect(asked).toEqual([null, EARLIER.runId]));
});

test("a difference beyond its error is named by what it is", async () => {
  answerTraining({ runs: [RUN] });
  const scores = COMPARISON.scores["7d"];
  if (scores === undefined) throw new Error("There are no scores");
  answerWith({
    scores: { "7d": { ...scores, verdict: "less error" }, "15d": { ...scores, verdict: "more error" } },
  });
  await renderPage("/training?tab=runs");
  const shown = await comparison();
  expect(await shown.findByText("less error")).toBeVisible();
  expect(shown.getByText("more error")).toBeVisible();
});

test("a difference over too few sessions has no error", async () => {
  answerTraining({ runs: [RUN] });
  const scores = COMPARISON.scores["7d"];
  if (scores === undefined) throw new Error("There are no scores");
  answerWith({ scores: { "7d": { ...scores, errorDifference: null } } });
  await renderPage("/training?tab=runs");
  expect(await (await comparison()).findByRole("row", { name: /4\.05% – – –/ })).toBeVisible();
});

test("runs that cannot be compared say why", async () => {
  answerTraining({ runs: [RUN] });
  answerWith({ other: null, otherConfig: null, scores: {}, problem: "No run before this one." });
  await renderPage("/training?tab=runs");
  expect(await (await comparison()).findByText("No run before this one.")).toBeVisible();
});
