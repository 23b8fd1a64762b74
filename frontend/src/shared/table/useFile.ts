import { useState } from "react";
import { csvOf, download } from "@/shared/csv";
import type { ListedRows } from "./allPages";
import type { Value } from "./columns";

/** A column of a file. */
export type FileColumn<Row> = { id: string; value?: (row: Row) => Value };

type Options<Row> = {
  /** Without the extension. */
  name: string;
  /** Those without values are left out. */
  columns: FileColumn<Row>[];
  keyOf: (row: Row) => string;
};

/** What came of saving: the error, or the rows of a list that was cut. */
export type Saving = { isSaving: boolean; error?: unknown; cut?: { saved: number; total: number } };

/** Saves rows as CSV, those at hand or those that a server has yet to give. */
export function useFile<Row>({ name, columns, keyOf }: Options<Row>) {
  const [saving, setSaving] = useState<Saving>({ isSaving: false });
  const valued = columns.filter((column) => column.value);

  function save(rows: Row[]) {
    const cells = rows.map((row) => valued.map((column) => column.value?.(row)));
    const names = valued.map((column) => column.id);
    download(`${name}.csv`, csvOf(names, cells));
  }

  async function saveAll(read: () => Promise<ListedRows<Row>>) {
    setSaving({ isSaving: true });
    try {
      const { rows, total } = await read();
      // A row that was added between two requests moves another one to the next page.
      const once = [...new Map(rows.map((row) => [keyOf(row), row])).values()];
      save(once);
      const isCut = rows.length < total;
      setSaving({ isSaving: false, ...(isCut ? { cut: { saved: once.length, total } } : {}) });
    } catch (error) {
      setSaving({ isSaving: false, error });
    }
  }

  return { saving, save, saveAll };
}
