import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";

export type Account = "enduser1" | "enduser2" | "ds1" | "ds2" | "admin1";

export const DESKTOP = { width: 1440, height: 1024 };
export const PHONE = { width: 390, height: 844 };
const SCREENSHOTS = "screenshots";

/** Sign in: the context keeps the cookie; returns the access token. */
export async function signIn(request: APIRequestContext, account: Account): Promise<string> {
  const answer = await request.post("/api/v1/auth/login", {
    data: { username: account, password: "pass1234" },
  });
  expect(answer.ok()).toBe(true);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return accessToken;
}

/**
 * `open("ds1", "/models")`: a page as an account, without the login form.
 *
 * Fails the test on any error that the page has logged or thrown.
 */
export const test = base.extend<{ open: (account: Account, path: string) => Promise<Page> }>({
  open: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      // The browser logs unsuccessful statuses; tests check them on the screen.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        faults.push(message.text());
    });
    await use(async (account, path) => {
      await signIn(page.request, account);
      await page.goto(path);
      return page;
    });
    expect(faults).toEqual([]);
  },
});

export { expect, type Page };

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The violations of WCAG 2.2 AA that axe finds, once a dialog that opens is fully there. */
export async function violations(page: Page): Promise<string[]> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const found = await new AxeBuilder({ page })
      .options({ resultTypes: ["violations"] })
      .withTags(RULES)
      // In the page itself: it has no frames of other sites, for which axe opens a second page.
      .setLegacyMode()
      .analyze();
    const messages = found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n  ")}`,
    );
    if (messages.length === 0 || Date.now() > deadline) return messages;
    await page.waitForTimeout(300);
  }
}

/** Expect no violation of WCAG 2.2 AA that axe can find. */
export async function expectAccessible(page: Page) {
  expect(await violations(page)).toEqual([]);
}

/**
 * Expect that nothing overflows sideways, on a phone and on a desktop.
 *
 * With `VN30_SCREENSHOTS=1`, as in `npm run e2e`, a picture of each is written.
 */
export async function takePictures(page: Page, name: string) {
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    // Charts and graphs redraw.
    await page.waitForTimeout(100);
    await expect
      .poll(
        () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        { message: `${name} at ${size.width} px is wider than the screen`, timeout: 5_000 },
      )
      .toBeLessThanOrEqual(0);
    if (!process.env.VN30_SCREENSHOTS) continue;
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${SCREENSHOTS}/${name}-${size.width}x${size.height}.png` });
  }
}
