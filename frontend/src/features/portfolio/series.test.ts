import { expect, test } from "vitest";
import { linesOf, summaryOf } from "./series";

const POINTS = [
  { date: "2025-03-28", value: 1_000_000, netDeposits: 1_000_000, grown: 1, index: null },
  { date: "2025-03-31", value: 1_020_000, netDeposits: 1_000_000, grown: 1.02, index: 1.01 },
];

test("both lines start at 100, and the index has no point where it has no close", () => {
  expect(linesOf(POINTS, "growth")).toEqual([
    [
      { time: "2025-03-28", value: 100 },
      { time: "2025-03-31", value: 102 },
    ],
    [{ time: "2025-03-31", value: 101 }],
  ]);
});

test("the value stands beside the deposits", () => {
  expect(linesOf(POINTS, "value")[1].map(({ value }) => value)).toEqual([1_000_000, 1_000_000]);
  expect(summaryOf(POINTS, "growth")).toContain("100 has become 102.0, of the VN30 101.0");
  expect(summaryOf([], "value")).toBe("No sessions to show");
});
