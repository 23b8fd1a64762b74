import { defineConfig } from "@playwright/test";

/** A market that is up: where its API serves the app, and the names of the specs that are for it. */
type Market = { url: string; screens: string[] };

/** By their names: those of `VN30_MARKETS`, or else the running platform at `VN30_API_URL`, for all specs. */
const MARKETS: [name: string, url: string, testMatch: string | string[]][] = process.env.VN30_MARKETS
  ? Object.entries(JSON.parse(process.env.VN30_MARKETS) as Record<string, Market>).map(
      ([name, { url, screens }]) => [name, url, screens.map((screen) => `**/${screen}.spec.ts`)],
    )
  : [["live", process.env.VN30_API_URL ?? "http://127.0.0.1:8000", "**/*.spec.ts"]];

/** The browser against running APIs; `CHROMIUM` is the browser where Playwright has none of its own. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  // One platform stands behind all of them: runs that a test starts are seen by the others.
  workers: 1,
  retries: 0,
  // The machine may do other work: what comes late has come.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  projects: MARKETS.map(([name, baseURL, testMatch]) => ({ name, testMatch, use: { baseURL } })),
  use: {
    // A page of its own for each test takes half a core second; cookies and storage are cleared.
    reuseContext: true,
    viewport: { width: 1440, height: 1024 },
    locale: "en-GB",
    // Not that of the exchange: times must be written in ICT all the same.
    timezoneId: "Europe/London",
    screenshot: "only-on-failure",
    // To record each step takes time: PLAYWRIGHT_TRACE=1 keeps the traces of failures.
    trace: process.env.PLAYWRIGHT_TRACE ? "retain-on-failure" : "off",
    launchOptions: {
      ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        // Root, as in containers, cannot have the sandbox.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
  },
});
