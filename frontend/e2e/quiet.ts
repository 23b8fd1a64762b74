import type { Page, Request } from "@playwright/test";

/** A page that has drawn and has asked for nothing in so many rounds of this long has what it shows. */
const ROUNDS = 3;
const ROUND_MS = 100;
/** A page that asks again and again is not waited for. */
const LONGEST_MS = 5_000;

const PENDING = new WeakMap<Page, Set<Request>>();

/** The requests of a page that have no answer yet, counted from the first call. */
function pendingOf(page: Page): Set<Request> {
  const known = PENDING.get(page);
  if (known) return known;
  const pending = new Set<Request>();
  page.on("request", (request) => pending.add(request));
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  PENDING.set(page, pending);
  return pending;
}

/** Begin to count the requests of a page, before it goes to an address. */
export function watch(page: Page): void {
  pendingOf(page);
}

/** Wait until a page has drawn and has all answers, sooner than with the half second of Playwright's `networkidle`. */
export async function untilQuiet(page: Page): Promise<void> {
  const pending = pendingOf(page);
  const deadline = Date.now() + LONGEST_MS;
  for (let rounds = 0; rounds < ROUNDS && Date.now() < deadline; ) {
    // On a busy machine, the page itself says that it has come so far.
    await page.evaluate(
      (ms) => new Promise((done) => requestAnimationFrame(() => setTimeout(done, ms))),
      ROUND_MS,
    );
    rounds = pending.size === 0 ? rounds + 1 : 0;
  }
}
