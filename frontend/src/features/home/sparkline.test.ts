import { expect, test } from "vitest";
import { sparkline } from "./sparkline";

const close = (price: number) => ({ price, isPredicted: false });
const forecast = (price: number) => ({ price, isPredicted: true });

test("the forecast starts where the closes end; the highest price is at the top", () => {
  expect(sparkline([close(10), close(30), forecast(20)], 104, 24)).toEqual({
    actual: "2,22 52,2",
    predicted: "52,2 102,12",
  });
});

test("without a forecast there is one line", () => {
  expect(sparkline([close(10), close(30)], 104, 24)).toEqual({ actual: "2,22 102,2", predicted: "" });
});

test("a price that never moved is a line through the middle", () => {
  expect(sparkline([close(10), close(10)], 104, 24).actual).toBe("2,12 102,12");
});
