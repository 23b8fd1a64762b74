import { expect, type Page, test } from "./fixtures";

/** The focused element, and whether its focus is visible. */
async function focused(page: Page) {
  const focus = page.locator(":focus");
  const seen = await focus.evaluate((element) => {
    // Fields change the colour of their border instead of an outline.
    if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) return true;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && outlineWidth !== "0px";
  });
  return { focus, seen };
}

/** Press Tab until the focused element matches; the focus must be visible at every stop. */
async function tabTo(page: Page, name: RegExp) {
  for (let stops = 0; stops < 40; stops++) {
    await page.keyboard.press("Tab");
    const { focus, seen } = await focused(page);
    expect(seen, `the focus on ${await focus.evaluate((element) => element.outerHTML)}`).toBe(true);
    const label = await focus.evaluate(
      (element) => element.getAttribute("aria-label") ?? element.textContent ?? "",
    );
    if (name.test(label)) return;
  }
  throw new Error(`Tab does not reach ${name}`);
}

test.describe("4.2 States and Accessibility", () => {
  test("signing in, picks, a stock and its chart are reached with the keyboard alone", async ({ page }) => {
    await page.goto("/");
    await page.getByLabel("Username").focus();
    await page.keyboard.type("enduser1");
    await page.keyboard.press("Tab");
    await page.keyboard.type("pass1234");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();

    await tabTo(page, /^Skip to content$/);
    await tabTo(page, /^Should Buy$/);
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("tab", { name: "Should Sell" })).toHaveAttribute("aria-selected", "true");
    await tabTo(page, /^Search/);
    await page.keyboard.type("FPT");
    await expect(page.getByRole("region", { name: "Market table" }).getByRole("row")).toHaveCount(2);
    await tabTo(page, /^FPT Corporation$/);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: /FPT/ })).toBeVisible();
    await tabTo(page, /^7D$/);
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("tab", { name: "15D" })).toHaveAttribute("aria-selected", "true");
  });
});
