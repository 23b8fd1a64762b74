import { expect, type Page } from "./fixtures";

/** More stops of the Tab key are rows of tables that are like the first ones. */
const MOST_STOPS = 30;

type Stop = { html: string; isVisible: boolean; place: number; isDate: boolean };

/** The focused element: its place in the document, and whether its focus is visible; null: the page has none. */
export function focused(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    // Of a link that covers its card, the outline is that of the cover.
    const isOutlined = [undefined, "::after"].some((part) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
      return outlineStyle !== "none" && outlineWidth !== "0px";
    });
    return {
      html: element.outerHTML.slice(0, 200),
      isVisible:
        // Fields change the colour of their border instead of an outline.
        element.matches("input, select, textarea") || isOutlined,
      // Day, month and year are stops of one element.
      isDate: element.matches("input[type=date]"),
      place: [...document.querySelectorAll("*")].indexOf(element),
    };
  });
}

/**
 * What the Tab key finds wrong, from the start of the page to its end: a focus that is not seen, that goes back, or
 * that stays.
 */
export async function tabThrough(page: Page): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  let before = -1;
  let stays = 0;
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (stop === null) break;
    if (!stop.isVisible) faults.push(`the focus is not seen: ${stop.html}`);
    stays = stop.place === before ? stays + 1 : 0;
    // A field that is loaded when it has the focus takes it over from what stood in its place.
    if (stop.place < before || (stays > 1 && !stop.isDate))
      faults.push(`Tab goes back, or stays: ${stop.html}`);
    before = stop.place;
  }
  return faults;
}

/** Elements that a mouse can click, and that no key reaches. */
export function withoutKey(page: Page): Promise<string[]> {
  const KEYED = "a[href], button, input, select, textarea, label, summary, [tabindex], [role=option]";
  return page.evaluate((keyed) => {
    const isPointer = (element: Element | null) =>
      element !== null && getComputedStyle(element).cursor === "pointer";
    return [...document.querySelectorAll("body *")]
      .filter(
        (element) => isPointer(element) && !isPointer(element.parentElement) && element.checkVisibility(),
      )
      .filter((element) => !element.closest(keyed) && !element.querySelector(keyed))
      .map((element) => element.outerHTML.slice(0, 200));
  }, KEYED);
}

/** Open a dialog by its button and the keyboard, look at it, and close it with Escape. */
export async function openAndClose(
  page: Page,
  opener: ReturnType<Page["locator"]>,
  look: () => Promise<void>,
) {
  const shown = page.getByRole("dialog");
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(shown).toBeVisible();
  await look();
  await page.keyboard.press("Tab");
  const isWithin = () => shown.evaluate((box) => box.contains(document.activeElement));
  await expect.poll(isWithin, "the focus is within").toBe(true);
  await page.keyboard.press("Escape");
  await expect(shown).toBeHidden();
  await expect(opener, "the focus returns").toBeFocused();
}
