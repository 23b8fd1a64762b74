import { fireEvent, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";
import { answerTraining, findHidden, RUN } from "../testing";

findHidden();

const PARENT = { ...RUN, hasSelected: true };

test("importances by model and regime, with errors, and the features selected", async () => {
  answerTraining({ runs: [PARENT] });
  await renderPage("/training?tab=runs");
  const card = within(await screen.findByRole("region", { name: "Features" }));
  const bars = within(await card.findByRole("list", { name: "Importances" }));
  expect(bars.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "return over 60 sessions return_over_600.012 ± 0.001",
    "rsi_140.0040",
  ]);
  fireEvent.click(card.getByRole("button", { name: "Show all 2 in a table" }));
  expect(card.getByRole("row", { name: /^rsi_14/ })).toHaveTextContent("rsi_14–0.00400––1");
  fireEvent.click(card.getByRole("button", { name: "Hide the table" }));
  fireEvent.change(card.getByLabelText("Market regime"), { target: { value: "volatile, bear" } });
  expect(card.getByText("rank by average true range of 14 sessions")).toBeInTheDocument();
  fireEvent.change(card.getByLabelText("Model"), { target: { value: "linear, coefficient" } });
  expect(card.getByText("−0.0020 ± 0.001, p 0.031")).toBeInTheDocument();
  expect(card.getByRole("row", { name: /return_over_60/ })).toHaveTextContent("9 of 12yes3 of 121 of 2");
});

test("a child has the request of its parent, and is bound to it", async () => {
  const child = { ...RUN, runId: "7ae6e7d4-7429-4f7e-b515-80efb2c074fd", parentRunId: PARENT.runId };
  answerTraining({ runs: [PARENT, child] });
  let sent: unknown;
  server.use(
    http.post(`${V1}/experiments/run`, async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json({ runId: child.runId }, { status: 202 });
    }),
  );
  await renderPage(`/training?tab=runs&run=${PARENT.runId}`);
  fireEvent.click(await screen.findByRole("button", { name: "Train a child" }));
  fireEvent.click(await screen.findByRole("button", { name: "Train the child" }));
  expect(await screen.findByRole("link", { name: PARENT.runId })).toBeInTheDocument();
  expect(sent).toEqual({
    configId: PARENT.configId,
    scope: "selected",
    parentRunId: PARENT.runId,
    tickers: ["FPT", "VCB"],
    seeds: { globalSeed: 7 },
  });
  expect(screen.queryByRole("button", { name: "Train a child" })).toBeNull();
});
