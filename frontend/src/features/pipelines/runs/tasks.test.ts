import { expect, test } from "vitest";
import { task } from "../examples";
import { layoutOf } from "./graphLayout";
import { byState, caption, countsText, type GraphNode, withoutShortcuts } from "./tasks";

function node(id: string, counts: GraphNode["counts"], isMapped = false): GraphNode {
  return { id, label: id, state: "success", isMapped, counts };
}

test("instances are counted in a fixed order, without empty states", () => {
  expect(countsText({ queued: 2, up_for_retry: 1, success: 28, failed: 0 })).toBe(
    "28 success · 1 up for retry · 2 queued",
  );
});

test("the caption says when all tasks are complete", () => {
  expect(caption([node("plan", { success: 1 }), node("watcher", { skipped: 1 })])).toBe(
    "All tasks are complete: 1 success · 1 skipped.",
  );
  expect(caption([node("load", { success: 3, running: 1 }, true)])).toBe(
    "3 of 4 tasks are complete: 3 success · 1 running.",
  );
  expect(caption([node("load", { success: 3, failed: 1 }, true)])).toMatch(/^3 of 4/);
  expect(caption([])).toBe("No task has been planned yet.");
});

test("edges that a longer way says already are left out", () => {
  const chain = [
    { from: "plan", to: "load" },
    { from: "load", to: "gate" },
    { from: "gate", to: "watcher" },
  ];
  const shortcuts = [
    { from: "plan", to: "watcher" },
    { from: "load", to: "watcher" },
    { from: "plan", to: "gate" },
  ];
  expect(withoutShortcuts([...shortcuts, ...chain])).toEqual(chain);
  const diamond = [
    { from: "a", to: "b" },
    { from: "a", to: "c" },
    { from: "b", to: "d" },
    { from: "c", to: "d" },
  ];
  expect(withoutShortcuts(diamond)).toEqual(diamond);
});

test("boxes stand in their order, from left to right or from top to bottom", () => {
  const nodes = [
    node("load", { success: 30 }, true),
    node("gate", { success: 1 }),
    node("plan", { success: 1 }),
  ];
  const edges = [
    { from: "plan", to: "load" },
    { from: "load", to: "gate" },
  ];
  const order = (direction: "LR" | "TB", of: "x" | "y") => {
    const { boxes } = layoutOf(nodes, edges, direction);
    return [...boxes].sort(([, one], [, other]) => one[of] - other[of]).map(([id]) => id);
  };
  expect(order("LR", "x")).toEqual(["plan", "load", "gate"]);
  expect(order("TB", "y")).toEqual(["plan", "load", "gate"]);
});

test("tickers of a mapped task by state; those that have not begun have no name yet", () => {
  const tasks = [
    task({ ticker: "VCB" }),
    task({ ticker: null, state: "queued" }),
    task({ ticker: "FPT" }),
    task({ ticker: "ACB", state: "failed" }),
  ];
  expect(byState(tasks)).toEqual([
    { state: "success", names: ["FPT", "VCB"], unnamed: 0 },
    { state: "queued", names: [], unnamed: 1 },
    { state: "failed", names: ["ACB"], unnamed: 0 },
  ]);
});
