import { expect, test } from "vitest";
import { monthEnds } from "./monthEnds";

test("the sessions of more than a year are thinned to the last one of each month", () => {
  const days = (count: number) =>
    Array.from({ length: count }, (_, day) =>
      new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
    );
  expect(monthEnds(days(260))).toHaveLength(260);
  expect(monthEnds(days(275))).toEqual([
    ...["01-31", "02-29", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30"].map(
      (day) => `2024-${day}`,
    ),
    "2024-10-01",
  ]);
});
