import { expect, test } from "vitest";
import { stockSearch } from "./search";

test("ranges that there are come from the address, as numbers or as text", () => {
  expect(stockSearch({ horizon: 15, history: "90" })).toEqual({ horizon: 15, history: 90 });
});

test("defaults and what there is not stay out of the address", () => {
  expect(Object.values(stockSearch({ horizon: 7, history: 60 }))).toEqual([undefined, undefined]);
  expect(Object.values(stockSearch({ horizon: 8, history: null }))).toEqual([undefined, undefined]);
});
