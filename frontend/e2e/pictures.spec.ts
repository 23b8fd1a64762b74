import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures";
import { PICTURES } from "./pictures";

const MAX_BYTES = 250_000;
const STORED = "../docs/pictures";
/** Where they are written: `make pictures` writes those of the pages, tests alone leave them as they are. */
const WRITTEN = process.env.VN30_PICTURES ?? "screenshots/pictures";

// Small enough to be read, and large enough to show what matters.
test.use({ viewport: { width: 1280, height: 900 } });

test.describe("Pictures of the pages", () => {
  for (const { name, account, path, theme, shows } of PICTURES)
    test(`${name} shows what it is made to show`, async ({ open, page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await open(account, path);
      // Readers of the pages are no new users.
      await page.getByRole("button", { name: "Not now" }).click();
      await expect(shows(page)).toBeVisible();
      await page.waitForLoadState("networkidle");
      const file = join(WRITTEN, `${name}.png`);
      await page.screenshot({ path: file });
      expect(statSync(file).size, `bytes of ${file}`).toBeLessThanOrEqual(MAX_BYTES);
    });

  test("are all stored and linked, and no other is", () => {
    const names = PICTURES.map(({ name }) => `${name}.png`).sort();
    expect(readdirSync(STORED).filter((name) => name.endsWith(".png"))).toEqual(names);
    const linked = [...readFileSync("../README.md", "utf8").matchAll(/\(docs\/pictures\/([^)]+\.png)\)/g)];
    expect(linked.map(([, name]) => name).sort()).toEqual(names);
  });
});
