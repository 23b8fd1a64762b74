import { expect, test } from "vitest";
import { drawingOf } from "./frontier";
import type { Measured, Optimisation } from "./queries";

function measured(portfolio: Measured["portfolio"], volatility: number, expectedReturn: number | null) {
  return { portfolio, volatility, volatilityError: 0.01, cvar95: 0.03, expectedReturn, names: 4 };
}

test("the axes are round, and all points lie between their ends", () => {
  const found = {
    frontier: [
      { volatility: 0.18, expectedReturn: 0.05 },
      { volatility: 0.26, expectedReturn: 0.14 },
    ],
    portfolios: [measured("now", 0.24, -0.02), measured("vn30", 0.2, null)],
  } as unknown as Optimisation;
  const { line, marks, across, up } = drawingOf(found, 100, 100);
  expect(marks.map(({ portfolio }) => portfolio)).toEqual(["now"]);
  expect(across.map(({ share }) => share.toFixed(2))).toEqual([
    "0.16",
    "0.18",
    "0.20",
    "0.22",
    "0.24",
    "0.26",
    "0.28",
  ]);
  expect(up.at(0)?.at).toBe(100);
  expect(up.at(-1)?.at).toBe(0);
  for (const point of line.split(" ").flatMap((pair) => pair.split(",").map(Number))) {
    expect(point).toBeGreaterThanOrEqual(0);
    expect(point).toBeLessThanOrEqual(100);
  }
});
