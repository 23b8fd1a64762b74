const KEY = "vn30.last-ticker";

/** The last viewed stock in this browser. */
export function lastTicker(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage can be disabled in the browser.
    return null;
  }
}

/** Store a stock for the next visit; `null` removes it. */
export function keepTicker(ticker: string | null): void {
  try {
    if (ticker === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, ticker);
  } catch {
    // The stored stock is a convenience only.
  }
}
