import { expect, test } from "vitest";
import { blocksOf } from "./riskText";

test("a risk text has paragraphs and lists", () => {
  expect(blocksOf("One\nparagraph.\n\n- first\n  item\n- second\n\nThe end.\n")).toEqual([
    { paragraph: "One paragraph." },
    { items: ["first item", "second"] },
    { paragraph: "The end." },
  ]);
});
