import { expect, expectAccessible, signIn, takePictures, test } from "./fixtures";

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

test.describe("Account", () => {
  test("a user ends another sign-in, whose token is refused from then on", async ({ open, playwright }) => {
    const page = await open("ds1", "/training");
    const other = await playwright.request.newContext({
      baseURL: new URL(page.url()).origin,
      userAgent: FIREFOX,
    });
    const headers = { Authorization: `Bearer ${await signIn(other, "ds1")}` };
    const status = async () => (await other.get("/api/v1/auth/me", { headers })).status();
    expect(await status()).toBe(200);

    await page.getByRole("link", { name: "Data Scientist 1: account" }).click();
    const signIns = page.getByRole("region", { name: "My sign-ins" }).getByRole("listitem");
    await expect(signIns.first()).toContainText("This one");
    const firefox = signIns.filter({ hasText: "Firefox 145 on Windows" });
    await expect(firefox).toHaveCount(1);
    await takePictures(page, "account");
    await firefox.getByRole("button", { name: /^End the sign-in/ }).click();
    const dialog = page.getByRole("dialog", { name: "End this sign-in?" });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "End the sign-in" }).click();
    await expect(firefox).toHaveCount(0);
    await expect(signIns.first()).toContainText("This one");
    expect(await status()).toBe(401);
    await other.dispose();
  });

  test("a user who ends all sign-ins signs in again", async ({ open }) => {
    const page = await open("enduser2", "/account");
    await page.getByRole("button", { name: "End all", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End all and sign out" }).click();
    await expect(page.getByRole("button", { name: "Sign In" })).toBeVisible();
    await page.reload();
    await expect(page.getByRole("button", { name: "Sign In" })).toBeVisible();
  });

  test("a refused change of the password is shown", async ({ open }) => {
    const page = await open("enduser1", "/account");
    const form = page.getByRole("form", { name: "Change my password" });
    for (const [name, text] of [
      ["currentPassword", "pass1234"],
      ["newPassword", "brass kettle under snow"],
      ["again", "brass kettle under rain"],
    ] as const)
      await form.locator(`input[name="${name}"]`).fill(text);
    await form.getByRole("button", { name: "Change password" }).click();
    await expect(form.locator('input[name="again"]')).toBeFocused();
    await expect(form.getByText("The new passwords differ.")).toBeVisible();
    await form.locator('input[name="again"]').fill("brass kettle under snow");
    await form.getByRole("button", { name: "Change password" }).click();
    await expect(form.getByRole("alert")).toContainText("test accounts keep their public password");
    await expectAccessible(page);
    await takePictures(page, "account-password");
  });
});
