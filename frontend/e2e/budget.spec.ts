import { expect, test } from "./fixtures";

const MAX_BYTES = 300_000;

test.describe("4 Non-Functional UI Requirements", () => {
  for (const [page, account, path, heading] of [
    ["Market", "enduser1", "/", "Market"],
    ["Stock", "enduser1", "/stocks/FPT", /FPT/],
    ["Portfolio", "enduser1", "/portfolio", "Portfolio"],
    ["Training", "ds1", "/training", "Training"],
    ["Pipelines", "ds1", "/pipelines", "Pipelines"],
    ["Models", "ds1", "/models", "Models"],
    ["Simulations", "ds1", "/simulations", "Simulations"],
    ["Data", "ds1", "/data", "Data"],
    ["Jobs", "ds1", "/jobs", "Jobs"],
    ["Audit", "admin1", "/audit", "Audit"],
    ["Account", "enduser1", "/account", "Account"],
  ] as const) {
    test(`the first load of ${page} takes less than 300 kB of script, compressed`, async ({ open }) => {
      const screen = await open(account, path);
      await expect(screen.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      await screen.waitForLoadState("networkidle");
      const bytes = await screen.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .filter((entry): entry is PerformanceResourceTiming => entry.name.endsWith(".js"))
          .reduce((sum, script) => sum + script.encodedBodySize, 0),
      );
      console.log(`${page}: ${Math.round(bytes / 1000)} kB of script`);
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(MAX_BYTES);
    });
  }
});
