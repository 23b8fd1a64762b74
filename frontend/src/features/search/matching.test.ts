import { expect, test } from "vitest";
import { folded } from "@/shared/folded";
import { matching } from "./matching";

const ENTRIES = [
  { label: "Tin tức", words: "tin tuc news" },
  { label: "VCB", words: "vcb ngan hang tmcp ngoai thuong" },
  { label: "VCB › News", words: "vcb news" },
  { label: "FPT", words: "fpt corporation" },
];

test.each([
  ["ngan hang", ["VCB"]],
  ["NGÂN HÀNG", ["VCB"]],
  ["vcb", ["VCB", "VCB › News"]],
  ["news vcb", ["VCB › News"]],
  ["tin", ["Tin tức"]],
  ["nothing", []],
  [" ", ["Tin tức", "VCB", "VCB › News"]],
])("%s finds %j", (query, labels) => {
  expect(matching(ENTRIES, query, 3).map(({ label }) => label)).toEqual(labels);
});

test("đ is a d with a stroke, which Unicode does not decompose", () => {
  expect(folded("Đầu tư")).toBe("dau tu");
});
