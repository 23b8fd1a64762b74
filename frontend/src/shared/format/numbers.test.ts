import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as english from "./numbers";

let vietnamese: typeof english;

beforeAll(async () => {
  vi.resetModules();
  vi.doMock("@/paraglide/runtime", async (load) => ({ ...(await load<object>()), getLocale: () => "vi" }));
  vietnamese = await import("./numbers");
});
afterAll(() => {
  vi.doUnmock("@/paraglide/runtime");
  vi.resetModules();
});

test.each<[string, string, (numbers: typeof english) => string]>([
  ["1\u202f234.50", "1.234,50", ({ decimal }) => decimal(1234.5, 2)],
  ["−0.41 ± 0.33", "−0,41 ± 0,33", ({ withError }) => withError(-0.41, 0.33, 2)],
  ["+0.012 ± 0.003", "+0,012 ± 0,003", ({ signedWithError }) => signedWithError(0.012, 0.003, 3)],
  ["0.0", "0,0", ({ signedWithError }) => signedWithError(-0.01, null, 1)],
  ["0.0120", "0,0120", ({ significant }) => significant(0.012, 3)],
  ["1.2e−7", "1,2e−7", ({ brief }) => brief(1.2e-7, 2)],
  ["0.15", "0,15", ({ plain }) => plain(0.15)],
  ["+3.0%", "+3,0%", ({ change }) => change(3)],
])("%s is %s in Vietnamese", (one, other, write) => {
  expect(write(english)).toBe(one);
  expect(write(vietnamese)).toBe(other);
});
