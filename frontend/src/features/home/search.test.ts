import { expect, test } from "vitest";
import { homeSearch } from "./search";

test("an address says what it can, and nothing else", () => {
  expect(
    homeSearch({
      tab: "my_list",
      search: " fpt ",
      sector: "Banking",
      myList: true,
      sortBy: "price",
      sortDir: "asc",
    }),
  ).toEqual({
    tab: "my_list",
    search: "fpt",
    sector: "Banking",
    myList: true,
    sortBy: "price",
    sortDir: "asc",
  });
  expect(
    Object.values(
      homeSearch({ tab: "x", search: " ", sector: {}, myList: "yes", sortBy: "name", sortDir: "asc" }),
    ),
  ).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
});

test("defaults stay out of the address", () => {
  const search = homeSearch({ tab: "should_buy", sortBy: "price", sortDir: "desc" });
  expect(search.tab).toBeUndefined();
  expect(search.sortDir).toBeUndefined();
});

test("a search in figures, which the router takes for a number, is a search", () => {
  expect(homeSearch({ search: 15 }).search).toBe("15");
});
