import { expect, test } from "vitest";
import { trainingSearch } from "./search";

const RUN = "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11";

test("what the address may hold is kept, defaults and nonsense are not", () => {
  expect(trainingSearch({ tab: "runs", run: RUN, state: "failed", page: 2 })).toEqual({
    tab: "runs",
    run: RUN,
    state: "failed",
    page: 2,
  });
  expect(trainingSearch({ tab: "x", run: "../me", state: "best", page: 1, more: 1 })).toEqual({
    tab: undefined,
    run: undefined,
    state: undefined,
    page: undefined,
  });
});
