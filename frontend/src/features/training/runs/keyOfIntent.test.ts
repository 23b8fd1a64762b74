import { expect, test } from "vitest";
import { keyOfIntent } from "./keyOfIntent";

test("the same request has the same key, another one another", () => {
  const keys = new Map<string, string>();
  const key = keyOfIntent(keys, { scope: "all_vn30" });
  expect(keyOfIntent(keys, { scope: "all_vn30" })).toBe(key);
  expect(keyOfIntent(keys, { scope: "selected" })).not.toBe(key);
});
