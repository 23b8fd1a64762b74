import { fireEvent, screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import type { Draft } from "@/shared/form/draft";
import type { FieldPath } from "@/shared/form/paths";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";
import { ACTIVE, answerTraining, DEFAULTS, field, findHidden, SCHEMA } from "../testing";
// Loaded here, so that no test waits for the page that the app loads lazily.
import "../TrainingPage";

findHidden();

const WINDOW = { type: "integer", default: 9, minimum: 2, title: "Window", "x-unit": "sessions" };
const NEW_MODEL = {
  type: "object",
  title: "Kernel machine",
  description: "A model of the test.",
  properties: {
    enabled: { type: "boolean", default: true, title: "Enabled" },
    depth: {
      anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }],
      default: null,
      title: "Depth",
      "x-label": "kernel_depth",
      "x-unit": "levels",
      "x-hint": "empty: all",
      "x-empty": "all",
    },
    loss: { enum: ["squared", "absolute"], type: "string", default: "squared", title: "Loss" },
    power: { type: "number", default: 1 },
  },
};
const MISSING_MODEL = {
  ...NEW_MODEL,
  title: "Boosted machine",
  "x-unavailable": "Needs the package boosted-machine.",
};
const NEW_INDICATOR = {
  anyOf: [{ type: "object", properties: { window: WINDOW } }, { type: "null" }],
  default: null,
  title: "Efficiency",
  "x-group": "Trend",
};
const PLAIN_INDICATOR = { type: "object", title: "Plain", properties: { lag: WINDOW } };

/** The schema with further properties of an object that a definition holds. */
function extended(schema: Draft, definition: string, properties: Draft): Draft {
  const definitions = schema.$defs as Record<string, Draft>;
  const known = definitions[definition];
  return {
    ...schema,
    $defs: {
      ...definitions,
      [definition]: { ...known, properties: { ...(known?.properties as Draft), ...properties } },
    },
  };
}

const WEIGHT = { type: "number", minimum: 0, maximum: 1, default: 0, title: "Kernel machine" };
const schema = [
  ["ModelsConfig", { kernelMachine: NEW_MODEL, boostedMachine: MISSING_MODEL }],
  ["IndicatorConfig", { efficiency: NEW_INDICATOR, plain: PLAIN_INDICATOR }],
  ["MemberWeights", { kernelMachine: WEIGHT }],
].reduce((schema, [name, properties]) => extended(schema, name as string, properties as Draft), SCHEMA);

const config = {
  ...DEFAULTS,
  models: {
    ...DEFAULTS.models,
    kernelMachine: { enabled: true, depth: null, loss: "squared", power: 1 },
    boostedMachine: { enabled: false, depth: null, loss: "squared", power: 1 },
  },
  indicators: { ...DEFAULTS.indicators, efficiency: null, plain: { lag: 9 } },
};

const fill = (path: FieldPath, value: string) => fireEvent.change(field(path), { target: { value } });
// By paths: searching for a role among so many elements takes a hundred times as long.
const around = (path: FieldPath) => within(field(path).closest("fieldset") ?? document.body);

async function open() {
  answerTraining({ schema: { schema, defaults: config }, active: { ...ACTIVE, config } });
  await renderPage("/training");
  await screen.findByText("Stock Universe");
}

test("models and indicators that only the schema names are drawn with its labels, hints and groups", async () => {
  await open();
  const model = around("models.kernelMachine.enabled");
  expect(model.getByLabelText("Kernel machine")).toHaveAccessibleDescription("A model of the test.");
  expect(model.getByLabelText("kernel_depth")).toHaveAccessibleDescription("levels; empty: all");
  expect(model.getByLabelText("kernel_depth")).toHaveAttribute("placeholder", "all");
  // Without a title, the label is the name of the field.
  expect(model.getByLabelText("power")).toHaveValue("1");

  const missing = around("models.boostedMachine.enabled").getByLabelText("Boosted machine");
  expect(missing).toBeDisabled();
  expect(missing).toHaveAccessibleDescription(/Needs the package boosted-machine\./);

  expect(screen.getByText("Trend")).toBeVisible();
  expect(screen.getByText("Other")).toBeVisible();
  expect(field("indicators.efficiency.window")).toHaveAccessibleDescription("sessions");
  expect(field("indicators.efficiency.window")).toBeDisabled();
});

test("their edited values are sent with the document", async () => {
  await open();
  const sent: unknown[] = [];
  server.use(
    http.post(`${V1}/features/config`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...ACTIVE, version: 5, config } satisfies Schemas["ActiveConfig"]);
    }),
  );
  fireEvent.click(around("models.kernelMachine.loss").getByText("absolute"));
  fill("models.kernelMachine.depth", "3");
  fireEvent.click(field("indicators.efficiency"));
  expect(field("indicators.efficiency.window")).toHaveValue("9");
  fill("indicators.efficiency.window", "21");

  fireEvent.click(field("ensemble.learnWeights"));
  expect(field("ensemble.weights.kernelMachine")).toBeVisible();

  fireEvent.click(screen.getByText("Save Changes"));
  expect(await screen.findByText("Version 5 is saved.")).toBeVisible();
  expect(sent).toEqual([
    {
      ...config,
      models: { ...config.models, kernelMachine: { enabled: true, depth: 3, loss: "absolute", power: 1 } },
      indicators: { ...config.indicators, efficiency: { window: 21 } },
      ensemble: expect.objectContaining({
        learnWeights: false,
        weights: expect.objectContaining({ naive: 0, kernelMachine: expect.any(Number) }),
      }),
    },
  ]);
});
