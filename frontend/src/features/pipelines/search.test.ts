import { expect, test } from "vitest";
import { pipelineSearch } from "./search";

test("an address keeps what it may hold", () => {
  const whole = {
    dag: "vn30_data_crawler",
    tab: "history",
    run: "manual__2026-11-20T10:00:00+00:00",
    view: "gantt",
    state: "failed",
    from: "2026-11-01",
    to: "2026-11-30",
    q: "manual",
    page: 3,
  };
  expect(pipelineSearch(whole)).toEqual(whole);
});

test("what is nonsense in an address is left out, and every key is named", () => {
  const nothing = pipelineSearch({
    dag: "",
    tab: "no such tab",
    run: {},
    view: 1,
    state: "up_for_retry",
    from: "2026-02-30",
    to: "yesterday",
    page: 0.5,
  });
  expect(Object.keys(nothing).sort()).toEqual(
    ["dag", "from", "page", "q", "run", "state", "tab", "to", "view"].sort(),
  );
  expect(Object.values(nothing).every((value) => value === undefined)).toBe(true);
  expect(pipelineSearch({ page: 1 }).page).toBeUndefined();
});

test("a search of digits alone is a text", () => {
  expect(pipelineSearch({ q: 2026 }).q).toBe("2026");
});
