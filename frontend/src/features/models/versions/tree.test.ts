import { expect, test } from "vitest";
import type { Version } from "./queries";
import { treeOf } from "./tree";

function version(number: number, line: number, others: Partial<Version> = {}): Version {
  return {
    version: `v${number}`,
    line: `v${line}`,
    runId: "5f0c2b1e-8f0b-4a53-9d0e-7a5f1f3f7c11",
    universe: "vn30",
    asOf: "2026-06-30",
    trainedAt: "2026-06-30T11:00:00Z",
    configVersion: 1,
    owner: "airflow",
    isResearch: false,
    tickers: 30,
    championAt: [],
    scores: {},
    ...others,
  };
}

test("versions stand in their lines, and a child's line below that of its parent", () => {
  const tree = treeOf([version(5, 1), version(4, 2, { parent: "v1" }), version(2, 2), version(1, 1)]);
  expect(tree.map(({ name }) => name)).toEqual(["v1"]);
  expect(tree[0]?.versions.map((one) => one.version)).toEqual(["v5", "v1"]);
  expect(tree[0]?.children.map(({ name }) => name)).toEqual(["v2"]);
});

test("the same line of two universes is two lines; a parent that is not listed leaves its child at the top", () => {
  const tree = treeOf([version(3, 1, { universe: "FPT" }), version(2, 2, { parent: "v9" }), version(1, 1)]);
  expect(tree.map(({ universe, name }) => `${universe} ${name}`)).toEqual(["FPT v1", "vn30 v2", "vn30 v1"]);
});
