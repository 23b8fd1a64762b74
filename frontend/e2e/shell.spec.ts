import { DESKTOP, expect, expectAccessible, test } from "./fixtures";

const SEARCH = "Search stocks and pages (Ctrl-K)";

test.describe("The frame of the app", () => {
  test("the search finds stocks and parts of pages with the keyboard alone", async ({ open }) => {
    const page = await open("enduser1", "/news");
    await expect(page.getByRole("button", { name: SEARCH })).toBeVisible();
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox", { name: "Stock, company or page" });
    await expect(field).toBeFocused();
    const options = page.getByRole("listbox", { name: "Results" }).getByRole("option");
    // Without accents, in the language that the app is not in.
    await page.keyboard.type("thanh tich");
    await expect(options).toHaveCount(1);
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/recommendations\/track-record$/);
    await expect(field).toBeHidden();
    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused();
    await page.keyboard.type("fpt risk");
    await expect(options.first()).toContainText("FPT › Risk");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/stocks\/FPT#risk$/);
  });

  test("a language and a theme are chosen, and kept", async ({ open }) => {
    const page = await open("admin1", "/about");
    await page.getByRole("button", { name: "Language, theme and sign-out" }).click();
    await page.getByRole("radio", { name: "Dark" }).check();
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    await page.getByRole("radio", { name: "Tiếng Việt" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Dự báo là gì, và không là gì" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "vi");
    for (const path of ["/", "/stocks/FPT", "/account"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
      await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    }
    for (const width of [1440, 1024, 390]) {
      await page.setViewportSize({ ...DESKTOP, width });
      const overflow = await page
        .locator("header")
        .first()
        .evaluate((header) => header.scrollWidth - header.clientWidth);
      expect(overflow, `the header at ${width} px`).toBeLessThanOrEqual(0);
    }
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("banner")).toBeHidden();
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  });
});
