const KEY = "vn30.hiddenColumns";

/** The columns of a table that the user of this browser has hidden. */
export function hiddenColumns(table: string): string[] {
  return stored()[table] ?? [];
}

/** Keep which columns of a table are hidden. Where the browser stores nothing, they are shown again next time. */
export function keepHiddenColumns(table: string, columns: string[]): void {
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
