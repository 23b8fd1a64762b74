import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { delay, HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import type { Model } from "./queries";

const FPT: Model = {
  ticker: "FPT",
  asOf: "2026-06-30",
  dataSource: "vci",
  state: "fresh",
  lastTrained: "2026-06-30T11:00:00Z",
  mape: { "7d": 4.99, "15d": 5, "30d": 10.01 },
  naiveMape: { "7d": 5.1, "15d": 5.2, "30d": 9 },
  skill: { "7d": 0.0123, "15d": -0.02, "30d": -0.1 },
  verdict: { "7d": "proven", "15d": "not proven", "30d": "not proven" },
  predictions: { "7d": 1.239, "15d": -0.5, "30d": 0 },
  lower: { "7d": -4, "15d": -7, "30d": -12 },
  upper: { "7d": 5, "15d": 8, "30d": 13 },
  belowNaive: false,
  plotUrl: "/api/v1/artifacts/1/evaluation_png?expires=1&signature=a",
};

function answerWith(...data: Model[]) {
  const meta = { asOf: "2026-06-30", dataSource: "vci", page: 1, pageSize: 200, total: data.length };
  server.use(http.get(`${V1}/models`, () => HttpResponse.json({ data, meta })));
}

test("a skeleton stands until the models come", async () => {
  server.use(http.get(`${V1}/models`, () => delay("infinite")));
  await renderPage("/models");
  expect(await screen.findByLabelText("The models: loading")).toBeVisible();
});

test("no models: the screen says where they come from", async () => {
  answerWith();
  await renderPage("/models");
  expect(await screen.findByText("No models found")).toBeVisible();
});

test("a refusal is shown, and can be tried again", async () => {
  answerWith(FPT);
  server.use(
    http.get(`${V1}/models`, () => refusal(403, "forbidden", "Data scientists only."), { once: true }),
  );
  const { user } = await renderPage("/models");
  expect(await screen.findByRole("alert")).toHaveTextContent("Data scientists only.");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("row", { name: /FPT/ })).toBeVisible();
});

test("errors have the colours of their thresholds, predictions arrows and signs", async () => {
  answerWith(FPT);
  await renderPage("/models");
  const row = within(await screen.findByRole("row", { name: /FPT/ }));
  expect(row.getByText("5.0%", { selector: '[data-tone="up"]' })).toBeVisible();
  expect(row.getByText("5.0%", { selector: '[data-tone="middling"]' })).toBeVisible();
  expect(row.getByText("10.0%", { selector: '[data-tone="down"]' })).toBeVisible();
  expect(row.getByText("+1.24%")).toHaveTextContent("↑ +1.24%");
  expect(row.getByText("−0.50%")).toHaveTextContent("↓ −0.50%");
  expect(row.getByText("skill −0.100")).toBeVisible();
});

test("a model below the naive forecast is marked beside its freshness", async () => {
  answerWith({ ...FPT, belowNaive: true }, { ...FPT, ticker: "VCB" });
  await renderPage("/models");
  const marked = await screen.findByRole("row", { name: /FPT/ });
  expect(within(marked).getByText("Fresh")).toBeVisible();
  expect(within(marked).getByText("Below naive")).toHaveAttribute(
    "title",
    expect.stringContaining("lost to the naive forecast"),
  );
  expect(screen.getAllByText("Below naive")).toHaveLength(1);
});

test("a heading sorts, up and down", async () => {
  answerWith(FPT, { ...FPT, ticker: "VCB", mape: { "7d": 9, "15d": 1, "30d": 1 } });
  const { user } = await renderPage("/models");
  const heading = await screen.findByRole("button", { name: "MAPE 7D" });
  const order = () =>
    screen
      .getAllByRole("row")
      .slice(1)
      .map((row) => row.querySelector("a")?.textContent);
  expect(order()).toEqual(["FPT", "VCB"]);
  await user.click(heading);
  expect(order()).toEqual(["VCB", "FPT"]);
  expect(screen.getByRole("columnheader", { name: /MAPE 7D/ })).toHaveAttribute("aria-sort", "descending");
});

test("a plot that is gone is shown, and asked for with a new link", async () => {
  answerWith(FPT);
  const { user } = await renderPage("/models");
  await user.click(await screen.findByRole("button", { name: "View the evaluation of FPT" }));
  const dialog = await screen.findByRole("dialog");
  fireEvent.error(within(dialog).getByAltText(/Evaluation of FPT/));
  expect(within(dialog).getByRole("alert")).toHaveTextContent("its link has expired");
  answerWith({ ...FPT, plotUrl: "/api/v1/artifacts/1/evaluation_png?expires=2&signature=b" });
  await user.click(within(dialog).getByRole("button", { name: "Try again" }));
  await waitFor(() =>
    expect(within(dialog).getByAltText(/Evaluation of FPT/)).toHaveAttribute(
      "src",
      expect.stringContaining("=b"),
    ),
  );
});
