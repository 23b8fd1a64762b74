import { expect, test } from "vitest";
import { effectOf, subjectOf, widthsOf } from "./why";

const MOMENTUM = {
  feature: "return_over_60",
  words: "return over 60 sessions",
  contribution: 0.002,
  value: 0.0812,
  rank: 4,
  ranked: 30,
};
const RANK_ALONE = { ...MOMENTUM, contribution: -0.00001, value: null };
const MARKET = { ...MOMENTUM, value: -0.5, rank: null, ranked: null };

test("a contribution in words", () => {
  expect(subjectOf(MOMENTUM)).toBe("return over 60 sessions (0.081), rank 4 of 30");
  expect(subjectOf(RANK_ALONE)).toBe("return over 60 sessions, rank 4 of 30");
  expect(subjectOf(MARKET)).toBe("return over 60 sessions (−0.5)");
  expect(effectOf(MOMENTUM, "log_return")).toBe("pulls up by 0.20%");
  expect(effectOf(RANK_ALONE, "log_return")).toBe("pulls down by less than 0.01%");
  expect(effectOf({ ...MOMENTUM, contribution: -0.02 }, "rank")).toBe("pulls down by 0.6 places");
});

test("the largest contribution has the widest bar, whatever its sign", () => {
  expect(widthsOf([{ ...MOMENTUM, contribution: -0.004 }, MOMENTUM])).toEqual([100, 50]);
});
