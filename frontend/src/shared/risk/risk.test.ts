import { expect, test } from "vitest";
import { loss, oneIn, type Tail, verdictOf } from "./risk";

function tail(exceptions: number, kupiecP: number, independenceP: number | null, expected = 50): Tail {
  return {
    method: "filtered",
    confidence: 0.95,
    horizon: 1,
    valueAtRisk: 0.02,
    expectedShortfall: 0.03,
    backtest: { outcomes: 1000, exceptions, expected, kupiecP, independenceP, zone: "green" },
  };
}

test.each([
  [0.95, "1 in 20"],
  [0.99, "1 in 100"],
])("a confidence of %d: %s", (confidence, words) => {
  expect(oneIn(confidence)).toBe(words);
});

test("a loss in percent", () => {
  expect(loss(0.0314)).toBe("3.1%");
  expect(loss(null)).toBe("–");
});

test.each([
  [49, 0.9, 0.4, "held"],
  [49, 0.9, null, "held"],
  [80, 0.001, 0.4, "too many"],
  [30, 0.001, 0.4, "too few"],
  [49, 0.9, 0.01, "clustered"],
] as const)("%d exceptions for 50, p %d and %j: %s", (exceptions, kupiecP, independenceP, verdict) => {
  expect(verdictOf(tail(exceptions, kupiecP, independenceP))).toBe(verdict);
});

test("few outcomes do not say that a value at risk holds", () => {
  expect(verdictOf(tail(0, 0.4, null, 0.3))).toBe("unclear");
});

test("a value at risk without a back-test says so", () => {
  expect(verdictOf({ ...tail(0, 1, null), backtest: null })).toBe("not tested");
});
