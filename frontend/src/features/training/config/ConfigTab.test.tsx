import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import type { FieldPath } from "@/shared/form/paths";
import { renderPage } from "@/test/renderPage";
import { EMPTY_MARKET, refusal, server, V1 } from "@/test/server";
import { ACTIVE, answerTraining, DEFAULTS, field, findHidden, REVIEW } from "../testing";

findHidden();

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

const click = (text: string) => fireEvent.click(screen.getByText(text));
const save = () => screen.getByText("Save Changes").closest("button");

// One change event in place of key presses: the form is large.
function fill(path: FieldPath, value: string) {
  fireEvent.change(field(path), { target: { value } });
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

test("what the schema forbids and what the server refuses is shown at its field, and blocks saving", async () => {
  answerTraining();
  const refused = { fieldPath: "indicators.ema.fast", message: "must be below slow (26), got 30" };
  server.use(
    http.post(`${V1}/features/validate`, () =>
      HttpResponse.json({ ...REVIEW, isValid: false, blockers: [refused], runPreview: null }),
    ),
  );
  await open();
  fill("models.ridge.alpha", "-5");
  fill("reproducibility.seed", "");
  click("Validate Config");
  await screen.findByText("3 fields need correction.");
  const fast = field("indicators.ema.fast");
  await waitFor(() => expect(fast).toHaveFocus());
  expect(fast).toHaveAccessibleDescription(/must be below slow/);
  expect(field("models.ridge.alpha")).toBeInvalid();
  expect(field("reproducibility.seed")).toBeInvalid();
  // At the field and in the list of faults.
  expect(screen.getAllByText(/must be a number from 0 to/)).toHaveLength(2);
  expect(save()).toBeDisabled();
});

test("a finding leads to its field", async () => {
  answerTraining();
  const doubt = { fieldPath: "scaling", message: "Without scaling, large-valued features dominate SVR." };
  server.use(http.post(`${V1}/features/validate`, () => HttpResponse.json({ ...REVIEW, warnings: [doubt] })));
  await open();
  fireEvent.click(await screen.findByText("Scaling", { selector: "button *" }));
  expect(screen.getByRole("radio", { name: "StandardScaler" })).toHaveFocus();
  expect(save()).toBeDisabled();
  fill("reproducibility.seed", "7");
  expect(save()).toBeEnabled();
});

test("the preview shows the estimated run time and the tickers without prices", async () => {
  answerTraining();
  const runPreview = { ...REVIEW.runPreview, withoutPrices: ["VPL"] };
  server.use(http.post(`${V1}/features/validate`, () => HttpResponse.json({ ...REVIEW, runPreview })));
  await open();
  const preview = within(screen.getByRole("region", { name: "Run preview" }));
  expect(await preview.findByText("≈ 14 min 12 s")).toBeVisible();
  expect(preview.getByText("2 520")).toBeVisible();
  expect(preview.getByText(/No prices are stored for VPL/)).toBeVisible();
});

test("a check that fails is shown, can be tried again, and does not block saving", async () => {
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
  fill("reproducibility.seed", "7");
  click("Save Changes");
  await screen.findByText("Not saved: Airflow does not answer.");
  expect(sent).toEqual([{ body: { ...DEFAULTS, reproducibility: { seed: 7 } }, query: "?basedOnVersion=4" }]);
  expect(field("reproducibility.seed")).toHaveValue("7");
});

test("a version that was saved meanwhile is shown, and edits are made again on it", async () => {
  answerTraining();
  const sent = whenSaved(() => {
    answerTraining({ active: NEWER });
    return refusal(409, "version_conflict", "Version 5 was saved since.");
  });
  await open();
  fill("reproducibility.seed", "7");
  click("Save Changes");
  const notice = await screen.findByRole("alert");
  expect(notice).toHaveTextContent("ds2 has saved version 5");
  expect(within(notice).getByRole("row", { name: /Lookback window 60 33/ })).toBeVisible();
  expect(field("targets.lookbackWindow")).toHaveValue("60");
  expect(save()).toBeDisabled();
  click("Load and keep my changes");
  expect(field("targets.lookbackWindow")).toHaveValue("33");
  expect(field("reproducibility.seed")).toHaveValue("7");
  const again = whenSaved(() => HttpResponse.json({ ...NEWER, version: 6, author: "ds1" }));
  click("Save Changes");
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
  fill("reproducibility.seed", "7");
  click("Save Changes");
  fireEvent.click(await screen.findByText("Load and discard my changes"));
  expect(field("reproducibility.seed")).toHaveValue("42");
  expect(field("targets.lookbackWindow")).toHaveValue("33");
});

test("discarding goes back to what was saved, a reset to the defaults of its card", async () => {
  const config = { ...DEFAULTS, reproducibility: { seed: 11 } };
  answerTraining({ active: { ...ACTIVE, config } });
  await open();
  fill("reproducibility.seed", "7");
  click("Discard Changes");
  expect(field("reproducibility.seed")).toHaveValue("11");
  const [reset] = screen.getAllByText("Reset").slice(-1);
  if (reset) fireEvent.click(reset);
  expect(field("reproducibility.seed")).toHaveValue("42");
  expect(reset?.closest("button")).toBeDisabled();
});

test("tickers are chosen by chips where not all are meant, and one is needed", async () => {
  answerTraining();
  await open();
  const vcb = await screen.findByRole("checkbox", { name: "VCB" });
  expect(vcb).toBeDisabled();
  expect(vcb).toBeChecked();
  fireEvent.click(field("universe.useAllVn30"));
  expect(vcb).not.toBeChecked();
  fireEvent.click(vcb);
  expect(screen.getByText("1 of 3 selected")).toBeVisible();
});

test("stocks that cannot be loaded, or are none, are shown in their card", async () => {
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
  fireEvent.click(field("ensemble.learnWeights"));
  const weights = within(screen.getByRole("region", { name: "Ensemble" }));
  expect(field("ensemble.weights.ridge")).toHaveValue("0.2");
  expect(weights.getByText("Sum 1")).toBeVisible();
  fireEvent.click(screen.getByRole("radio", { name: "Median" }));
  expect(weights.queryByText("Ridge")).not.toBeInTheDocument();
  expect(field("ensemble.learnWeights")).toBeDisabled();
});

test("gamma is a word or a number, and what is typed on the way stays", async () => {
  answerTraining();
  await open();
  fill("models.svr.gamma", "0.");
  expect(field("models.svr.gamma")).toHaveValue("0.");
  fill("models.svr.gamma", "0.5");
  expect(field("models.svr.gamma")).not.toBeInvalid();
  fill("models.svr.gamma", "auto");
  expect(field("models.svr.gamma")).toHaveAccessibleDescription(/must be scale or a number above 0/);
  click("Discard Changes");
  expect(field("models.svr.gamma")).toHaveValue("scale");
});

test.each([
  ["edited", "The configuration was changed in Airflow"],
  ["invalid", "Airflow has a configuration that the next run refuses"],
  ["missing", "Airflow has no configuration"],
  ["unknown", "Airflow does not answer"],
] as const)("Airflow's Variable is %s: it is shown, and saving may mend it", async (state, title) => {
  const differences = state === "edited" ? ["reproducibility.seed"] : [];
  const blockers = state === "invalid" ? [{ fieldPath: "models.ridge.alpha", message: "must be more" }] : [];
  answerTraining({ active: { ...ACTIVE, airflowVariable: { state, differences, blockers } } });
  await open();
  expect(screen.getByText(title)).toBeVisible();
  if (state === "edited")
    expect(screen.getByText(/Changed in Airflow: Reproducibility › Random seed/)).toBeVisible();
  if (state === "invalid") expect(screen.getByText("Models › Ridge › Alpha: must be more")).toBeVisible();
  if (state === "unknown") expect(save()).toBeDisabled();
  else expect(save()).toBeEnabled();
});

test("edits outlive the other tab, and leaving asks before it loses them", async () => {
  answerTraining();
  const { history } = await open();
  fill("reproducibility.seed", "7");
  click("Runs");
  expect(await screen.findByText("No run yet")).toBeVisible();
  click("Configuration");
  await screen.findByText("Stock Universe");
  expect(field("reproducibility.seed")).toHaveValue("7");
  const toModels = screen.getAllByRole("link", { name: "Models" })[0];
  if (toModels) fireEvent.click(toModels);
  fireEvent.click(await screen.findByText("Stay"));
  expect(history.location.pathname).toBe("/training");
  expect(field("reproducibility.seed")).toHaveValue("7");
});

test("signing out asks nothing", async () => {
  answerTraining();
  await open();
  fill("reproducibility.seed", "7");
  fireEvent.click(screen.getByRole("button", { name: "Language, theme and sign-out" }));
  click("Sign out");
  expect(await screen.findByRole("button", { name: "Sign In" })).toBeVisible();
});
