import { expect, test } from "vitest";
import { auditSearch } from "./search";

test("an address keeps filters and page", () => {
  const whole = {
    user: "ds1",
    action: "change_dag_settings",
    subject: "vn30_data_crawler",
    from: "2026-11-01",
    to: "2026-11-30",
    page: 2,
  };
  expect(auditSearch(whole)).toEqual(whole);
});

test("invalid values of an address are left out, and every key is named", () => {
  const nothing = auditSearch({ user: "", action: "toString", subject: {}, from: "x", to: 1, page: 1 });
  expect(nothing).toStrictEqual({
    user: undefined,
    action: undefined,
    subject: undefined,
    from: undefined,
    to: undefined,
    page: undefined,
  });
});
