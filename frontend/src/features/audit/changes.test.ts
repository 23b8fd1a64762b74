import { expect, test } from "vitest";
import { changesOf } from "./changes";

test("only fields that differ are shown, the deepest ones", () => {
  const before = { retries: 2, owner: "ds1", tags: ["a"], window: { endDate: null } };
  const after = { retries: 3, owner: "ds1", tags: [], window: { endDate: "2026-11-30" } };
  expect(changesOf(before, after)).toEqual([
    { field: "retries", before: "2", after: "3" },
    { field: "tags", before: "a", after: "none" },
    { field: "window › end date", before: "none", after: "2026-11-30" },
  ]);
});

test("a side that was not recorded is missing", () => {
  expect(changesOf(null, { runId: "manual" })).toEqual([{ field: "run id", before: null, after: "manual" }]);
  expect(changesOf({ state: "confirmed" }, null)).toEqual([
    { field: "state", before: "confirmed", after: null },
  ]);
  expect(changesOf(null, null)).toEqual([]);
});

test("an object that one side alone has is shown field by field", () => {
  expect(changesOf(null, { conf: { tickers: ["FPT", "VCB"], end: "2026-11-30" } })).toEqual([
    { field: "conf › tickers", before: null, after: "FPT, VCB" },
    { field: "conf › end", before: null, after: "2026-11-30" },
  ]);
  expect(changesOf({ limits: { low: 1 } }, { limits: null })).toEqual([
    { field: "limits › low", before: "1", after: "none" },
  ]);
});
