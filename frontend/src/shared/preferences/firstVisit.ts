const KEY = "vn30.about-forecasts-read";

/** Whether a user has opened the page about forecasts, or declined to, in this browser. */
export function hasRead(userId: string): boolean {
  return readers().includes(userId);
}

/** Store that a user has opened the page about forecasts, or declined to. */
export function markRead(userId: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set([...readers(), userId])]));
  } catch {
    // Storage can be disabled in the browser: the notice comes again then.
  }
}

function readers(): string[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(known) ? known.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
