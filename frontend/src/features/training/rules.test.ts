import { expect, test } from "vitest";
import { labelAt, ruleAt } from "@/shared/form/rules";
import { SCHEMA } from "./testing";

test("references and alternatives are resolved to one rule", () => {
  expect(ruleAt(SCHEMA, "models.randomForest.maxDepth")).toMatchObject({
    type: "integer",
    nullable: true,
    minimum: 1,
    maximum: 50,
  });
  expect(ruleAt(SCHEMA, "models.svr.gamma")).toMatchObject({
    type: "number",
    words: ["scale"],
    minimum: 0,
    isAboveMinimum: true,
    maximum: 100,
  });
  expect(ruleAt(SCHEMA, "indicators.roc.window")).toMatchObject({ type: "integer", minimum: 2 });
  expect(ruleAt(SCHEMA, "targets.horizons")?.items?.options).toEqual([7, 15, 30]);
  expect(ruleAt(SCHEMA, "ensemble.method")?.options).toEqual(["mean", "median", "weighted"]);
});

test("a path that the schema does not know has no rule", () => {
  expect(ruleAt(SCHEMA, "models.oracle.alpha")).toBeUndefined();
});

test("labels are the titles on the way, and paths where there are none", () => {
  expect(labelAt(SCHEMA, "models.ridge.alpha")).toBe("Models › Ridge › Alpha");
  expect(labelAt(SCHEMA, "indicators.sma.windows.1")).toBe("Indicators › SMA › Windows › no. 2");
  expect(labelAt(SCHEMA, "models.oracle")).toBe("Models › oracle");
});
