import { expect, expectAccessible, takePictures, test } from "./fixtures";

const MARKET = ["Market", "Stock", "Recommendations", "Portfolio", "News"];
const RESEARCH = ["Data", "Training", "Models", "Simulations", "Pipelines", "Status"];

test.describe("2.2 Login", () => {
  for (const { account, landing, menus } of [
    { account: "enduser1", landing: "Market", menus: {} },
    { account: "ds1", landing: "Training", menus: { "Data and models": RESEARCH } },
    {
      account: "admin1",
      landing: "Training",
      menus: { "Data and models": RESEARCH, Administration: ["People", "Audit"] },
    },
  ]) {
    test(`${account} lands on ${landing}, with ${["the market", ...Object.keys(menus)].join(", ")} in the navigation`, async ({
      page,
    }) => {
      await page.goto("/");
      await page.getByLabel("Username").fill(account);
      await page.getByLabel("Password", { exact: false }).first().fill("pass1234");
      await page.getByRole("button", { name: "Sign In" }).click();
      await expect(page.getByRole("heading", { level: 1, name: landing })).toBeVisible();
      const navigation = page.getByRole("navigation", { name: "Pages", exact: true });
      const current = navigation.locator('[aria-current="page"]');
      await expect(navigation.getByRole("link")).toHaveText(MARKET);
      await expect(navigation.getByRole("button")).toHaveText(Object.keys(menus));
      for (const [menu, pages] of Object.entries(menus)) {
        await navigation.getByRole("button", { name: menu }).click();
        await expect(navigation.getByRole("link")).toHaveText([...MARKET, ...pages]);
        if (pages.includes(landing)) await expect(current).toHaveText(landing);
        await page.keyboard.press("Escape");
        await expect(navigation.getByRole("link")).toHaveText(MARKET);
      }
      // The links of a closed panel are not there.
      if (MARKET.includes(landing)) await expect(current).toHaveText(landing);
    });
  }

  test("test accounts on the card fill the form", async ({ page }) => {
    await page.goto("/login");
    for (const name of ["enduser1", "enduser2", "ds1", "ds2", "admin1"])
      await expect(page.getByRole("button", { name: `${name}/pass1234` })).toBeVisible();
    await page.getByRole("button", { name: "enduser2/pass1234" }).click();
    await expect(page.getByLabel("Username")).toHaveValue("enduser2");
    await expect(page.getByText("End Users → Market, Data Scientists → Training")).toBeVisible();
    await takePictures(page, "login");
  });

  test("a wrong password is shown; the password can be shown", async ({ page }) => {
    await page.goto("/login");
    await page.getByLabel("Username").fill("nobody-of-that-name");
    await page.locator('input[name="password"]').fill("wrong password");
    await page.getByRole("button", { name: "Show or hide the password" }).click();
    await expect(page.locator('input[name="password"]')).toHaveAttribute("type", "text");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Sign In" }).press("Enter");
    await expect(page.getByRole("alert")).toContainText(/password/i);
    await expectAccessible(page);
  });

  test("the sign-in outlives a reload, and no token is where scripts can find it", async ({ open }) => {
    const page = await open("enduser1", "/");
    await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect(kept).not.toMatch(/eyJ/);
    await page.getByRole("button", { name: "Language, theme and sign-out" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("button", { name: "Sign In" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("button", { name: "Sign In" })).toBeVisible();
  });
});

test.describe("3 Role-Based Navigation", () => {
  test("an end user who opens a page of data scientists is taken to Market", async ({ open }) => {
    for (const path of ["/training", "/pipelines", "/models", "/data"]) {
      const page = await open("enduser1", path);
      await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
    }
  });

  test("an address that leads nowhere says so", async ({ open }) => {
    const page = await open("enduser1", "/nowhere");
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    await page.getByRole("link", { name: "Go to Market" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
  });
});
