import { expect, test } from "vitest";
import { withValue } from "@/shared/form/draft";
import { differences, valueAt } from "@/shared/json";
import { rebased } from "./document";

const BASE = { seed: 42, models: { ridge: { alpha: 1, on: true }, roc: null }, windows: [5, 20] };

test("a value is set without touching the draft that was", () => {
  const draft = withValue(BASE, "models.ridge.alpha", 7);
  expect(valueAt(draft, "models.ridge.alpha")).toBe(7);
  expect(valueAt(draft, "models.ridge.on")).toBe(true);
  expect(BASE.models.ridge.alpha).toBe(1);
});

test("what is null or missing on the way is made", () => {
  expect(valueAt(withValue(BASE, "models.roc.window", 10), "models.roc")).toEqual({ window: 10 });
  expect(valueAt(BASE, "models.none.at.all")).toBeUndefined();
});

test("differences name the deepest fields, and take nothing for null", () => {
  expect(differences(BASE, withValue(BASE, "models.ridge.alpha", 7))).toEqual(["models.ridge.alpha"]);
  expect(differences(BASE, withValue(BASE, "windows", [5, 21]))).toEqual(["windows"]);
  expect(differences({ a: null }, {})).toEqual([]);
});

test("edits are made again on a newer version, whose other changes stay", () => {
  const mine = withValue(withValue(BASE, "seed", 7), "models.ridge.alpha", 7);
  const theirs = withValue(withValue(BASE, "seed", 8), "windows", [9]);
  const { draft, both } = rebased(BASE, mine, theirs);
  expect(draft).toEqual({ seed: 7, models: { ridge: { alpha: 7, on: true }, roc: null }, windows: [9] });
  expect(both).toEqual(["seed"]);
});
