import { expect, test } from "vitest";
import { type Draft, withValue } from "@/shared/form/draft";
import { DEFAULTS, SCHEMA } from "../testing";
import { newChecker } from "./faults";

const check = newChecker(SCHEMA);

test("the defaults have no fault", () => {
  expect(check(DEFAULTS)).toEqual([]);
});

test.each([
  ["reproducibility.seed", null, "must be a whole number from 0 to 4\u202f294\u202f967\u202f295"],
  ["reproducibility.seed", 1.5, "must be a whole number from 0 to 4\u202f294\u202f967\u202f295"],
  ["models.svr.c", 0, "must be a number above 0, up to 1\u202f000"],
  ["models.svr.gamma", "auto", "must be scale or a number above 0, up to 100"],
  ["models.randomForest.maxDepth", 51, "must be a whole number from 1 to 50"],
  ["indicators.roc.window", 1, "must be a whole number from 2 to 250"],
  ["indicators.sma.windows", [], "must be one to 6 values"],
  ["indicators.sma.windows", [5, 5], "must not repeat a value"],
  ["targets.horizons", [], "must be at least one"],
  ["dataWindow.start", "2026-02-30", "must be a valid date"],
  ["ensemble.method", "best", "must be one of mean, median, weighted"],
])("%s %j: %s", (fieldPath, value, message) => {
  expect(check(withValue(DEFAULTS, fieldPath, value))).toEqual([{ fieldPath, message }]);
});

test("every field at fault is shown, an item of a list in place of the list", () => {
  const draft = withValue(
    withValue(DEFAULTS, "indicators.sma.windows", [5, "many"]),
    "models.ridge.alpha",
    -1,
  );
  expect(check(draft).map(({ fieldPath }) => fieldPath)).toEqual([
    "indicators.sma.windows.1",
    "models.ridge.alpha",
  ]);
});

test("a missing field is a fault only where the schema requires it", () => {
  const draft: Draft = { ...DEFAULTS, indicators: { roc: {} } };
  expect(check(draft)).toEqual([]);
  const roc = { type: "object", properties: { window: { type: "integer" } }, required: ["window"] };
  const strict = newChecker({ properties: { indicators: { properties: { roc } } } });
  expect(strict(draft)).toMatchObject([{ fieldPath: "indicators.roc" }]);
});
