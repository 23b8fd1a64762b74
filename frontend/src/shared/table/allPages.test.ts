import { expect, test } from "vitest";
import { allPages } from "./allPages";

const LIST = Array.from({ length: 25 }, (_, number) => number);

async function read({ page, pageSize }: { page: number; pageSize: number }) {
  return { data: LIST.slice((page - 1) * pageSize, page * pageSize), meta: { total: LIST.length } };
}

test("all pages are read, and of a long list the first rows with its length", async () => {
  expect(await allPages(read, { pageSize: 10 })).toEqual({ rows: LIST, total: 25 });
  expect(await allPages(read, { pageSize: 10, most: 12 })).toEqual({ rows: LIST.slice(0, 12), total: 25 });
});

test("a list that has become shorter ends", async () => {
  const shorter = async (page: { page: number; pageSize: number }) => ({
    ...(await read(page)),
    meta: { total: 99 },
  });
  expect((await allPages(shorter, { pageSize: 10 })).rows).toEqual(LIST);
});
