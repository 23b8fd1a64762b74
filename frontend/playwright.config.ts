import { defineConfig } from "@playwright/test";

/**
 * The browser against a running platform: `VN30_API_URL` is where its API serves the app, `CHROMIUM` the browser
 * where Playwright has none of its own.
 */
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
  use: {
    baseURL: process.env.VN30_API_URL ?? "http://127.0.0.1:8000",
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
