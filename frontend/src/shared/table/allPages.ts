/** The most rows of a file: 25 requests. */
export const MAX_FILE_ROWS = 5_000;

/** Rows of a list, and how many it has. */
export type ListedRows<Row> = { rows: Row[]; total: number };

type Page = { page: number; pageSize: number };

/** The first rows of a list of pages; `pageSize` is the API's maximum for that list. */
export async function allPages<Row>(
  read: (page: Page) => Promise<{ data: Row[]; meta: { total: number } }>,
  { pageSize = 200, most = MAX_FILE_ROWS }: { pageSize?: number; most?: number } = {},
): Promise<ListedRows<Row>> {
  const rows: Row[] = [];
  for (let page = 1; ; page++) {
    const { data, meta } = await read({ page, pageSize });
    rows.push(...data);
    const isEnd = data.length === 0 || rows.length >= meta.total;
    if (isEnd || rows.length >= most) return { rows: rows.slice(0, most), total: meta.total };
  }
}
