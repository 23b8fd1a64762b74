import { expect, test } from "vitest";
import { fieldsOf } from "@/shared/form/rules";
import { SCHEMA } from "../testing";
import { equalWeights, weightSum } from "./memberWeights";

const MEMBERS = fieldsOf(SCHEMA, "ensemble.weights");

test("models that are on share the forecast, and come to 1 within the API's rounding", () => {
  const weights = equalWeights(MEMBERS, {
    ridge: { enabled: true },
    svr: { enabled: true },
    pooled: { enabled: true },
  });
  expect(weights).toMatchObject({ ridge: 0.333, svr: 0.333, pooled: 0.333, randomForest: 0, naive: 0 });
  expect(weightSum(weights)).toBe("0.999");
});

test("the naive forecast has all weight where no model is on", () => {
  expect(equalWeights(MEMBERS, {})).toMatchObject({ naive: 1, ridge: 0 });
});
