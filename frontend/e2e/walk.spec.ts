import type { Locator } from "@playwright/test";
import { DESKTOP, expect, type Page, PHONE, test, violations } from "./fixtures";
import { openAndClose, tabThrough, withoutKey } from "./keyboard";
import { servePseudo, wordsOutside } from "./pseudo";
import { follow, openScreen, routesOf, SCREENS, screensOf } from "./screens";

/** Milliseconds for all screens of a market on a busy machine. */
const LONGEST = 30 * 60_000;

/** The strategy of the app's languages keeps the choice there. */
const LANGUAGE = "PARAGLIDE_LOCALE";

/** Each theme once, as no text changes a colour. */
const LANGUAGES = [
  ["en", "light"],
  ["vi", "dark"],
] as const;

/** The frame and the routes are the same on all markets: they are tried on this one. */
const FRAMED = "live";

/** The screens by turns in one of the languages, or with `VN30_WALK=both` all in both, which takes twice as long. */
const screensIn = (turn: number, market: string) =>
  screensOf(market).filter(
    (_, place) => process.env.VN30_WALK === "both" || place % LANGUAGES.length === turn,
  );

test.describe("Each screen", () => {
  // On a busy machine, a page that is still drawn can take the focus once: a fault of the app does so again.
  test.describe.configure({ retries: 1 });

  for (const [turn, [language, theme]] of LANGUAGES.entries())
    test(`is accessible and used with the keyboard alone: ${language}, ${theme}`, async ({ page }, {
      project,
    }) => {
      test.setTimeout(LONGEST);
      await page.emulateMedia({ colorScheme: theme });
      await page.addInitScript(([key, value]) => localStorage.setItem(key, value), [
        LANGUAGE,
        language,
      ] as const);
      for (const screen of screensIn(turn, project.name)) {
        const address = await openScreen(page, screen);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        expect.soft(await violations(page), `axe: ${address}`).toEqual([]);
        expect.soft(await withoutKey(page), `mouse alone: ${address}`).toEqual([]);
        expect.soft(await tabThrough(page), `Tab: ${address}`).toEqual([]);
        await openAll(page, address);
      }
      if (project.name === FRAMED) await tryFrame(page);
    });

  test("has all its words from the catalogues", async ({ page }, { project }) => {
    test.setTimeout(LONGEST);
    const answers = await servePseudo(page);
    for (const screen of screensOf(project.name)) {
      const address = await openScreen(page, screen, follow);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("⟦");
      expect.soft(await wordsOutside(page, answers), address).toEqual([]);
    }
  });

  test("is in the list of screens", async ({ page }, { project }) => {
    test.skip(project.name !== FRAMED);
    await page.goto("/login");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect((await routesOf(page)).sort()).toEqual([...new Set(SCREENS.map(({ route }) => route))].sort());
  });
});

/** Open each kind of dialog of a screen; buttons with the same text open the same. */
async function openAll(page: Page, address: string) {
  const openers = page.locator("main [aria-haspopup=dialog]:enabled");
  const texts = await openers.allTextContents();
  for (const [index, text] of texts.entries()) {
    if (texts.indexOf(text) !== index) continue;
    await openAndClose(page, openers.nth(index), async () => {
      expect.soft(await violations(page), `axe: ${address}, ${text}`).toEqual([]);
    });
  }
}

/** The skip link, the panels of the header, the search and the drawer of a phone. */
async function tryFrame(page: Page) {
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null), "skip link").toBe(true);

  await openAndClose(page, page.locator("header [aria-haspopup=dialog]"), async () => {
    expect.soft(await violations(page), "axe: search").toEqual([]);
  });
  const panels = page.locator("header button[aria-expanded]:visible");
  for (const panel of await panels.all()) await openPanel(page, panel);
  await page.setViewportSize(PHONE);
  await openPanel(page, panels.first());
  await page.setViewportSize(DESKTOP);
}

/** Open a panel of the header, and close it with Escape. */
async function openPanel(page: Page, button: Locator) {
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(button).toHaveAttribute("aria-expanded", "true");
  expect.soft(await violations(page), `axe: ${await button.innerText()}`).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await expect(button, "the focus returns").toBeFocused();
}
