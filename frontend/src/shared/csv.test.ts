import { expect, test } from "vitest";
import { csvOf } from "./csv";

test("texts are quoted where they have to be, and are no formulas", () => {
  const text = csvOf(
    ["Ticker", "Note"],
    [
      ["FPT", 'sold, "half"'],
      ["HPG", "=1+1"],
      [-5, null],
    ],
  );
  expect(text).toBe('\ufeffTicker,Note\r\nFPT,"sold, ""half"""\r\nHPG,\'=1+1\r\n-5,\r\n');
});
