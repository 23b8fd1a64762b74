import { expect, test } from "vitest";
import { constraintsOf, INITIAL, requestOf } from "./form";

test("percent become shares, and empty inputs no constraints", () => {
  const { constraints, ...request } = requestOf({
    ...INITIAL,
    maxWeight: 12.5,
    maxTurnover: 33.3,
    sectors: [
      { sector: "Banks", percent: 40 },
      { sector: "", percent: 10 },
      { sector: "Oil", percent: "" },
    ],
  });
  expect(request).toEqual({ method: "minimum_variance", universe: "vn30", lookback: 500, riskFree: 0 });
  expect(constraints).toEqual({
    minWeight: 0,
    maxWeight: 0.125,
    maxBySector: { Banks: 0.4 },
    minNames: null,
    maxNames: null,
    maxTurnover: 0.333,
    minHoldingSessions: 0,
    cashShare: 0.02,
  });
});

test("a turnover of 0 is a constraint", () => {
  expect(constraintsOf({ ...INITIAL, maxTurnover: 0 }).maxTurnover).toBe(0);
});
