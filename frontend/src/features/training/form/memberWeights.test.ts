import { expect, test } from "vitest";
import { equalWeights, weightSum } from "./memberWeights";

test("models that are on share the forecast, and come to 1 within the API's rounding", () => {
  const weights = equalWeights({
    ridge: { enabled: true },
    svr: { enabled: true },
    pooled: { enabled: true },
  });
  expect(weights).toMatchObject({ ridge: 0.333, svr: 0.333, pooled: 0.333, randomForest: 0, naive: 0 });
  expect(weightSum(weights)).toBe("0.999");
});

test("without any model, all is the naive forecast's", () => {
  expect(equalWeights({})).toMatchObject({ naive: 1, ridge: 0 });
});
