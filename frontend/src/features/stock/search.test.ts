import { expect, test } from "vitest";
import { stockSearch } from "./search";

test("ranges that there are come from the address, as numbers or as text", () => {
  expect(stockSearch({ horizon: 15, history: "90" })).toEqual({ horizon: 15, history: 90 });
});

test("a range comes with the kind of its prices", () => {
  expect(stockSearch({ range: "5Y", prices: "raw" })).toMatchObject({ range: "5Y", prices: "raw" });
  expect(Object.values(stockSearch({ range: "5y", prices: "adjusted" })).filter(Boolean)).toEqual([]);
});

test("defaults and what there is not stay out of the address", () => {
  expect(Object.values(stockSearch({ horizon: 7, history: 60 })).filter(Boolean)).toEqual([]);
  expect(Object.values(stockSearch({ horizon: 8, history: null })).filter(Boolean)).toEqual([]);
});
