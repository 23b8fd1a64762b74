const KEY = "vn30.last-ticker";

/** The stock that was looked at last in this browser. */
export function lastTicker(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Browsers can be told to keep nothing.
    return null;
  }
}

/** Keep a stock for the next visit; `null` forgets it. */
export function keepTicker(ticker: string | null): void {
  try {
    if (ticker === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, ticker);
  } catch {
    // Nothing depends on it.
  }
}
