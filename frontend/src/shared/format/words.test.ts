import { expect, test } from "vitest";
import { wordsFor } from "./words";

test.each([
  [null, "none"],
  [[], "none"],
  [true, "on"],
  [[5, 20], "5, 20"],
  [{ window: 10 }, "window 10"],
  ["scale", "scale"],
  [0, "0"],
])("%j: %s", (value, words) => {
  expect(wordsFor(value)).toBe(words);
});
