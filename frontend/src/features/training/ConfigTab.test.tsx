import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { EMPTY_MARKET, refusal, server, V1 } from "@/test/server";
import { ACTIVE, answerTraining, DEFAULTS, REVIEW } from "./testing";

const NEWER: Schemas["ActiveConfig"] = {
  ...ACTIVE,
  version: 5,
  config: { ...DEFAULTS, targets: { ...DEFAULTS.targets, lookbackWindow: 33 } },
};

async function open() {
  const page = await renderPage("/training");
  await screen.findByText("Stock Universe");
  return page;
}

// By their text: among so many elements it is found in a fraction of the time that a role takes.
const field = (label: string) => screen.getByLabelText(label, { selector: "input" });
const click = (text: string) => fireEvent.click(screen.getByText(text));
const save = () => screen.getByRole("button", { name: "Save Changes" });
const onOff = (label: RegExp) => screen.getByLabelText(label, { selector: "input" });

// One change in place of a key press each: the form is large.
function fill(label: string, value: string) {
  fireEvent.change(field(label), { target: { value } });
}

function whenSaved(answer: () => Response) {
  const sent: { body: unknown; query: string }[] = [];
  server.use(
    http.post(`${V1}/features/config`, async ({ request }) => {
      sent.push({ body: await request.json(), query: new URL(request.url).search });
      return answer();
    }),
  );
  return sent;
}

test("what the schema forbids and what the server refuses is told at its field, and blocks saving", async () => {
  answerTraining();
  const refused = { fieldPath: "indicators.ema.fast", message: "must be below slow (26), got 30" };
  server.use(
    http.post(`${V1}/features/validate`, () =>
      HttpResponse.json({ ...REVIEW, isValid: false, blockers: [refused], runPreview: null }),
    ),
  );
  await open();
  fill("Alpha", "-5");
  fill("Random seed", "");
  click("Validate Config");
  await screen.findByText("3 fields are to be mended.");
  const [fast] = screen.getAllByLabelText("Fast");
  await waitFor(() => expect(fast).toHaveFocus());
  expect(fast).toHaveAccessibleDescription(/must be below slow/);
  expect(field("Alpha")).toBeInvalid();
  expect(field("Random seed")).toBeInvalid();
  // At the field and in the list of all.
  expect(screen.getAllByText(/must be a number from 0 to/)).toHaveLength(2);
  expect(save()).toBeDisabled();
});

test("a finding leads to its field", async () => {
  answerTraining();
  const doubt = { fieldPath: "scaling", message: "SVR without scaling hears large numbers alone." };
  server.use(http.post(`${V1}/features/validate`, () => HttpResponse.json({ ...REVIEW, warnings: [doubt] })));
  await open();
  fireEvent.click(await screen.findByText("Scaling", { selector: "button *" }));
  expect(screen.getByRole("radio", { name: "StandardScaler" })).toHaveFocus();
  expect(save()).toBeDisabled();
  fill("Random seed", "7");
  expect(save()).toBeEnabled();
});

test("the preview tells what a run takes, and which tickers have no prices", async () => {
  answerTraining();
  const runPreview = { ...REVIEW.runPreview, withoutPrices: ["VPL"] };
  server.use(http.post(`${V1}/features/validate`, () => HttpResponse.json({ ...REVIEW, runPreview })));
  await open();
  const preview = within(screen.getByRole("region", { name: "Run preview" }));
  expect(await preview.findByText("≈ 14 min 12 s")).toBeVisible();
  expect(preview.getByText("2 520")).toBeVisible();
  expect(preview.getByText(/No prices are stored of VPL/)).toBeVisible();
});

test("a check that fails is told, can be tried again, and does not block saving", async () => {
  answerTraining();
  server.use(http.post(`${V1}/features/validate`, () => refusal(400, "bad", "Not now."), { once: true }));
  await open();
  expect(await screen.findByText("The configuration could not be checked")).toBeVisible();
  click("Try again");
  expect(await screen.findByText("≈ 14 min 12 s")).toBeVisible();
});

test("saving sends the version that was edited, and what was refused stays edited", async () => {
  answerTraining();
  const sent = whenSaved(() => refusal(503, "airflow_unavailable", "Airflow does not answer."));
  await open();
  fill("Random seed", "7");
  fireEvent.click(save());
  await screen.findByText("Not saved: Airflow does not answer.");
  expect(sent).toEqual([{ body: { ...DEFAULTS, reproducibility: { seed: 7 } }, query: "?basedOnVersion=4" }]);
  expect(field("Random seed")).toHaveValue("7");
});

test("a version that was saved meanwhile is told, and edits are made again on it", async () => {
  answerTraining();
  const sent = whenSaved(() => {
    answerTraining({ active: NEWER });
    return refusal(409, "version_conflict", "Version 5 was saved since.");
  });
  await open();
  fill("Random seed", "7");
  fireEvent.click(save());
  const notice = await screen.findByRole("alert");
  expect(notice).toHaveTextContent("ds2 has saved version 5");
  expect(within(notice).getByRole("row", { name: /Lookback window 60 33/ })).toBeVisible();
  expect(field("Lookback window")).toHaveValue("60");
  expect(save()).toBeDisabled();
  click("Load it and keep my changes");
  expect(field("Lookback window")).toHaveValue("33");
  expect(field("Random seed")).toHaveValue("7");
  const again = whenSaved(() => HttpResponse.json({ ...NEWER, version: 6, author: "ds1" }));
  fireEvent.click(save());
  expect(await screen.findByText("Version 6 is saved.")).toBeVisible();
  expect([...sent, ...again].map(({ query }) => query)).toEqual(["?basedOnVersion=4", "?basedOnVersion=5"]);
});

test("a newer version may take the place of the edits as well", async () => {
  answerTraining();
  whenSaved(() => {
    answerTraining({ active: NEWER });
    return refusal(409, "version_conflict", "Version 5 was saved since.");
  });
  await open();
  fill("Random seed", "7");
  fireEvent.click(save());
  fireEvent.click(await screen.findByText("Load it and discard my changes"));
  expect(field("Random seed")).toHaveValue("42");
  expect(field("Lookback window")).toHaveValue("33");
});

test("discarding goes back to what was saved, a reset to the defaults of its card", async () => {
  const config = { ...DEFAULTS, reproducibility: { seed: 11 } };
  answerTraining({ active: { ...ACTIVE, config } });
  await open();
  fill("Random seed", "7");
  click("Discard Changes");
  expect(field("Random seed")).toHaveValue("11");
  fireEvent.click(screen.getByLabelText("Reset Reproducibility"));
  expect(field("Random seed")).toHaveValue("42");
  expect(screen.getByLabelText("Reset Scaling")).toBeDisabled();
});

test("tickers are chosen by chips where not all are meant, and one is needed", async () => {
  answerTraining();
  await open();
  const vcb = await screen.findByRole("checkbox", { name: "VCB" });
  expect(vcb).toBeDisabled();
  expect(vcb).toBeChecked();
  fireEvent.click(onOff(/^Use all VN30/));
  expect(vcb).not.toBeChecked();
  fireEvent.click(vcb);
  expect(screen.getByText("1 of 3 selected")).toBeVisible();
});

test("stocks that cannot be loaded, or are none, are told in their card", async () => {
  answerTraining();
  server.use(
    http.get(`${V1}/stocks/market-table`, () => refusal(422, "bad", "No market."), { once: true }),
    http.get(`${V1}/stocks/market-table`, ({ request }) =>
      request.url.includes("pageSize=200")
        ? refusal(422, "bad", "No market today.")
        : HttpResponse.json(EMPTY_MARKET),
    ),
  );
  await open();
  const card = within(screen.getByRole("region", { name: "Stock Universe" }));
  expect(await card.findByRole("alert")).toHaveTextContent("No market today.");
  server.use(http.get(`${V1}/stocks/market-table`, () => HttpResponse.json(EMPTY_MARKET)));
  fireEvent.click(card.getByRole("button", { name: "Try again" }));
  expect(await card.findByText("No stocks are stored yet")).toBeVisible();
});

test("weights appear where they are not learned, with shares to start from", async () => {
  answerTraining();
  await open();
  fireEvent.click(onOff(/^Learn weights/));
  const weights = within(screen.getByRole("region", { name: "Ensemble" }));
  expect(weights.getByLabelText("Ridge")).toHaveValue("0.2");
  expect(weights.getByText("Together 1")).toBeVisible();
  fireEvent.click(screen.getByRole("radio", { name: "Median" }));
  expect(weights.queryByLabelText("Ridge")).not.toBeInTheDocument();
  expect(onOff(/^Learn weights/)).toBeDisabled();
});

test("gamma is a word or a number, and what is typed on the way stays", async () => {
  answerTraining();
  await open();
  fill("Gamma", "0.");
  expect(field("Gamma")).toHaveValue("0.");
  fill("Gamma", "0.5");
  expect(field("Gamma")).not.toBeInvalid();
  fill("Gamma", "auto");
  expect(field("Gamma")).toHaveAccessibleDescription(/must be scale or a number above 0/);
  click("Discard Changes");
  expect(field("Gamma")).toHaveValue("scale");
});

test.each([
  ["edited", "The configuration was changed in Airflow"],
  ["invalid", "Airflow has a configuration that the next run refuses"],
  ["missing", "Airflow has no configuration"],
  ["unknown", "Airflow does not answer"],
] as const)("Airflow's Variable is %s: it is told, and saving may mend it", async (state, title) => {
  const differences = state === "edited" ? ["reproducibility.seed"] : [];
  const blockers = state === "invalid" ? [{ fieldPath: "models.ridge.alpha", message: "must be more" }] : [];
  answerTraining({ active: { ...ACTIVE, airflowVariable: { state, differences, blockers } } });
  await open();
  expect(screen.getByText(title)).toBeVisible();
  if (state === "edited")
    expect(screen.getByText(/Changed there: Reproducibility › Random seed/)).toBeVisible();
  if (state === "invalid") expect(screen.getByText("Models › Ridge › Alpha: must be more")).toBeVisible();
  if (state === "unknown") expect(save()).toBeDisabled();
  else expect(save()).toBeEnabled();
});

test("edits outlive the other tab, and leaving asks before it loses them", async () => {
  answerTraining();
  const { history } = await open();
  fill("Random seed", "7");
  click("Runs");
  expect(await screen.findByText("No run yet")).toBeVisible();
  click("Configuration");
  expect(await screen.findByLabelText("Random seed")).toHaveValue("7");
  const toModels = screen.getAllByRole("link", { name: "Models" })[0];
  if (toModels) fireEvent.click(toModels);
  fireEvent.click(await screen.findByText("Stay"));
  expect(history.location.pathname).toBe("/training");
  expect(field("Random seed")).toHaveValue("7");
});

test("signing out asks nothing", async () => {
  answerTraining();
  await open();
  fill("Random seed", "7");
  click("Sign out");
  expect(await screen.findByRole("button", { name: "Sign In" })).toBeVisible();
});
