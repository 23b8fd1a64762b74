import { expect, test } from "vitest";
import { axesOf, sizeOf, withAxis } from "./axes";

test("typed values become numbers, switches, lists and none; axes without a field or values are left out", () => {
  const typed = [
    { field: "portfolio.maximumNames", values: ["3", "5"] },
    { field: "portfolio.stopPct", values: ["none", "7.5"] },
    { field: "bot.enabled", values: ["on", "off"] },
    { field: "filters.regimes", values: ["none", "bull quiet"] },
    { field: "first", values: ["2020-01-02"] },
    { field: "portfolio.bufferNames", values: [] },
  ].map((axis, id) => ({ id, ...axis }));
  const axes = axesOf(withAxis(typed));
  expect(axes).toEqual([
    { field: "portfolio.maximumNames", values: [3, 5] },
    { field: "portfolio.stopPct", values: [null, 7.5] },
    { field: "bot.enabled", values: [true, false] },
    { field: "filters.regimes", values: [[], ["bull", "quiet"]] },
    { field: "first", values: ["2020-01-02"] },
  ]);
  expect(sizeOf(axes)).toBe(16);
  expect(sizeOf([])).toBe(1);
});
