import { defineConfig } from "@playwright/test";
import shared from "./playwright.config";

/** `make recording`: the walk of `recording/` through a running demo, as a film. */
export default defineConfig(shared, {
  testDir: "recording",
  use: { viewport: { width: 1280, height: 800 }, actionTimeout: 60_000 },
});
