import { expect, test } from "vitest";
import { ApiError, messageOf } from "@/api/errors";
import { inWordsOfTheForm } from "./refusal";

const refused = (message: string) => messageOf(inWordsOfTheForm(new ApiError(422, "infeasible", message)));

test("a refusal names the fields as the form does", () => {
  expect(refused("maxWeight, cashShare: No weights: one would do.")).toBe(
    "Maximum weight of a stock, Kept in cash: No weights: one would do.",
  );
});

test("what the form has no field for stays as it is", () => {
  expect(refused("riskFree: lower it")).toBe("riskFree: lower it");
  expect(refused("No choice of stocks meets all constraints.")).toBe(
    "No choice of stocks meets all constraints.",
  );
  expect(inWordsOfTheForm("broken")).toBe("broken");
});
