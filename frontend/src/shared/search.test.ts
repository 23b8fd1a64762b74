import { expect, test } from "vitest";
import { dayOf, isDay, pageOf, textOf } from "./search";

test("a year that is being typed is no day yet", () => {
  expect(isDay("0202-11-20")).toBe(false);
  expect(isDay("2026-11-20")).toBe(true);
});

test.each([["2026-02-30"], ["yesterday"], [20261120], [undefined]])("%s is no day", (value) => {
  expect(dayOf(value)).toBeUndefined();
});

test("a text of digits, which the router reads as a number, is a text", () => {
  expect(textOf(15, 100)).toBe("15");
  expect(textOf(" fpt ", 2)).toBe("fp");
  expect(textOf(" ", 100)).toBeUndefined();
  expect(textOf({}, 100)).toBeUndefined();
});

test.each([[1], [0.5], [-1], [1_000_001], ["2"]])("page %s is not in the address", (value) => {
  expect(pageOf(value)).toBeUndefined();
});
