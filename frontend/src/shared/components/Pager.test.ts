import { expect, test } from "vitest";
import { showing } from "./Pager";

test("which rows are shown", () => {
  const meta = { page: 3, pageSize: 10, total: 26 };
  expect(showing("run", meta, 6)).toBe("Showing 21–26 of 26 runs");
  expect(showing("run", { ...meta, page: 1, total: 1 }, 1)).toBe("Showing 1–1 of 1 run");
  expect(showing("run", { ...meta, page: 1, total: 0 }, 0)).toBe("No runs");
});
