import { expect, test } from "vitest";
import { parseConf } from "./conf";

test("a conf is a JSON object, and nothing means the defaults", () => {
  expect(parseConf(' {"tickers": ["FPT"]} ')).toEqual({ conf: { tickers: ["FPT"] } });
  expect(parseConf("  ")).toEqual({ conf: {} });
  for (const text of ["[1]", "null", "3", '"x"']) expect(parseConf(text)).toHaveProperty("fault");
  expect(parseConf("{tickers: []}")).toHaveProperty("fault", expect.stringContaining("Invalid JSON"));
});
