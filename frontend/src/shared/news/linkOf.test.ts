import { expect, test } from "vitest";
import { linkOf } from "./linkOf";

test("only addresses of the web are links", () => {
  expect(linkOf("https://example.vn/a?b=1")).toBe("https://example.vn/a?b=1");
  for (const url of ["javascript:alert(1)", "data:text/html,x", " jAvAsCript:alert(1)", "//a", "a", ""])
    expect(linkOf(url)).toBeUndefined();
});
