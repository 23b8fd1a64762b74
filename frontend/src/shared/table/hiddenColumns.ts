import { useState } from "react";

const KEY = "vn30.hiddenColumns";

/** The columns of a table that the user of this browser has hidden, and how to hide or show one. */
export function useHiddenColumns(table: string) {
  const [hidden, setHidden] = useState(() => stored()[table] ?? []);
  function show(column: string, isShown: boolean) {
    const next = isShown ? hidden.filter((name) => name !== column) : [...hidden, column];
    setHidden(next);
    keep(table, next);
  }
  return { hidden, show };
}

/** Where the browser stores nothing, the columns are shown again next time. */
function keep(table: string, columns: string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...stored(), [table]: columns }));
  } catch {
    // Storage is full or refused.
  }
}

function stored(): Record<string, string[]> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, string[]>) : {};
  } catch {
    return {};
  }
}
