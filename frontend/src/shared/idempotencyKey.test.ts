import { expect, test } from "vitest";
import { idempotencyKey } from "./idempotencyKey";

test("the same request has the same key, another one another", () => {
  const keys = new Map<string, string>();
  const key = idempotencyKey(keys, { scope: "all_vn30" });
  expect(idempotencyKey(keys, { scope: "all_vn30" })).toBe(key);
  expect(idempotencyKey(keys, { scope: "selected" })).not.toBe(key);
});
