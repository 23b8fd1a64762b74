import { expect, test } from "vitest";
import { diagram } from "./reliability";

test("a forecast that came true is on the diagonal, within its errors", () => {
  const bins = [
    { meanProbability: 0.45, observedShare: 0.45, standardError: 0.02 },
    { meanProbability: 0.55, observedShare: 0.5, standardError: 0.01 },
  ];
  const { from, to, marks } = diagram(bins, 100);
  expect([from, to]).toEqual([0.4, 0.55]);
  const [first, last] = marks;
  expect(first?.x).toBeCloseTo(100 - (first?.y ?? 0));
  expect((first?.low ?? 0) - (first?.high ?? 0)).toBeCloseTo(53.33, 1);
  expect(last?.x).toBeCloseTo(100);
  expect(last?.y).toBeGreaterThan(100 - (last?.x ?? 0));
});
