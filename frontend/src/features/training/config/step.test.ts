import { expect, test } from "vitest";
import { stepOf } from "@/shared/form/NumberField";
import type { FieldPath } from "@/shared/form/paths";
import { ruleAt } from "@/shared/form/rules";
import { SCHEMA } from "../testing";

const CASES: [FieldPath, number][] = [
  ["models.randomForest.nEstimators", 1],
  ["models.gradientBoosting.learningRate", 0.001],
  ["models.ridge.alpha", 100],
  ["indicators.bollinger.std", 0.1],
  ["ensemble.weights.naive", 0.1],
];

test.each(CASES)("an arrow key moves %s by %d", (path, step) => {
  const rule = ruleAt(SCHEMA, path);
  expect(rule && stepOf(rule)).toBeCloseTo(step);
});
