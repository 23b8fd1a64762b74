import { fireEvent, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";
import type { SimulationForm, SimulationRow } from "./queries";

const ID = "5b1c0d7e-3f58-4c7b-9d0e-2a1f4f7c3e11";
const OTHER = "5b1c0d7e-3f58-4c7b-9d0e-2a1f4f7c3e12";
const BATCH = "8c5f5a52-6a0b-4a53-9d1e-1f4a3c0d9f11";

const ROW: SimulationRow = {
  simulationId: ID,
  batchId: BATCH,
  name: "How many?",
  label: "Names 5",
  batchSize: 2,
  owner: "ds1",
  state: "done",
  signal: "formula",
  tickers: ["FPT"],
  requestedAt: "2026-11-20T11:00:00Z",
  startedAt: "2026-11-20T11:00:04Z",
  endedAt: "2026-11-20T11:00:09Z",
  firstSession: "2019-01-02",
  lastSession: "2024-12-31",
  annualReturn: 0.072,
  annualExcess: -0.011,
  sharpe: -0.41,
  sharpeError: 0.33,
  deflatedSharpe: 0.07,
  drawdown: 0.31,
  trades: 1252,
};

const FORM = {
  jsonSchema: {
    $defs: {
      Champion: { properties: { kind: { const: "champion" }, horizon: { default: 7, type: "integer" } } },
      Formula: {
        properties: { kind: { const: "formula" }, formula: { default: "rank(rsi_14)", type: "string" } },
      },
    },
    properties: {
      signal: { oneOf: [{ $ref: "#/$defs/Champion" }, { $ref: "#/$defs/Formula" }] },
      portfolio: {
        properties: {
          maximumNames: { title: "Names", type: "integer", minimum: 1, maximum: 30, default: 5 },
        },
      },
    },
  },
  presets: [
    {
      name: "champion",
      title: "Champion",
      description: "The highest served forecasts.",
      document: { signal: { kind: "champion", horizon: 15 }, portfolio: { maximumNames: 5 } },
    },
  ],
  gridFields: [{ field: "portfolio.maximumNames", title: "Names" }],
  maxSimulations: 3,
} as unknown as SimulationForm;

test("figures stand beside their errors, and a result that could be luck says so; two are chosen to compare", async () => {
  server.use(
    http.get(`${V1}/simulations`, () =>
      HttpResponse.json({
        data: [ROW, { ...ROW, simulationId: OTHER, label: "Names 10" }],
        meta: { page: 1, pageSize: 20, total: 2 },
      }),
    ),
  );
  const { user, history } = await renderPage("/simulations");
  const row = await screen.findByRole("row", { name: /How many\?: Names 5/ });
  expect(row).toHaveTextContent("+7.2%−1.1%−0.41 ± 0.330.07, could be luck31.0%");
  const compare = screen.getByRole("button", { name: /^Compare/ });
  await user.click(within(row).getByRole("checkbox"));
  expect(compare).toBeDisabled();
  await user.click(screen.getByRole("checkbox", { name: "Compare How many?: Names 10" }));
  expect(compare).toBeEnabled();
  expect(history.location.search).toContain(OTHER);
});

test("another kind of signal has its defaults; the fault of the API stands at its field", async () => {
  const sent: unknown[] = [];
  server.use(
    http.get(`${V1}/simulations/form`, () => HttpResponse.json(FORM)),
    http.post(`${V1}/simulations`, async ({ request }) => {
      sent.push(await request.json());
      const blockers = [{ fieldPath: "portfolio.maximumNames", message: "at most 30" }];
      return HttpResponse.json(
        { code: "invalid_simulation", message: "Invalid.", blockers },
        { status: 422 },
      );
    }),
  );
  await renderPage("/simulations/new");
  fireEvent.click(await screen.findByRole("radio", { name: "Formula" }));
  fireEvent.change(screen.getByLabelText("Names"), { target: { value: "40" } });
  fireEvent.click(screen.getByRole("button", { name: "Start the simulation" }));
  expect(await screen.findByText("at most 30")).toBeVisible();
  expect(sent).toEqual([
    {
      name: "",
      document: { signal: { kind: "formula", formula: "rank(rsi_14)" }, portfolio: { maximumNames: 40 } },
    },
  ]);
  fireEvent.change(screen.getByLabelText("Names"), { target: { value: "10" } });
  expect(screen.queryByText("at most 30")).toBeNull();
});

test("a batch varies fields up to the maximum", async () => {
  server.use(http.get(`${V1}/simulations/form`, () => HttpResponse.json(FORM)));
  const { user } = await renderPage("/simulations/new");
  await user.click(await screen.findByRole("button", { name: "Vary a field" }));
  await user.selectOptions(screen.getByLabelText("Field"), "portfolio.maximumNames");
  await user.type(screen.getByLabelText("Values"), "1{Enter}2{Enter}3{Enter}");
  expect(screen.getByRole("button", { name: "Start 3 simulations" })).toBeEnabled();
  await user.type(screen.getByLabelText("Values"), "4{Enter}");
  expect(screen.getByRole("alert")).toHaveTextContent("4 combinations: more than 3.");
  expect(screen.getByRole("button", { name: "Start 4 simulations" })).toBeDisabled();
});
