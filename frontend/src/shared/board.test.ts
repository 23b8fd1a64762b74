import { expect, test } from "vitest";
import { boardStateOf } from "./board";

const LIMITS = { reference: 45_400, ceiling: 48_550, floor: 42_250 };

test.each([
  [48_550, "ceiling"],
  [48_500, "up"],
  [45_400, "reference"],
  [45_350, "down"],
  [42_250, "floor"],
])("%d is %s", (price, state) => {
  expect(boardStateOf(price, LIMITS)).toBe(state);
});

test("without a reference price there is no state", () => {
  expect(boardStateOf(45_400, { reference: null, ceiling: null, floor: null })).toBeNull();
});
