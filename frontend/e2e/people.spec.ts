import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, expectAccessible, signIn, takePictures, test } from "./fixtures";

/** Where the mail server of the test puts what it receives. */
const MAILS = process.env.VN30_TEST_MAILS ?? "";
const EMAIL = "an.nguyen@example.com";
const PASSWORD = "brass kettle under snow"; // pragma: allowlist secret
const NEW_PASSWORD = "copper lantern over rain"; // pragma: allowlist secret

/** The text of the mail with this subject, once it has come. */
async function mail(subject: string): Promise<string> {
  let found: string | undefined;
  await expect(async () => {
    const files = await readdir(join(MAILS, "new"));
    const mails = await Promise.all(files.map((file) => readFile(join(MAILS, "new", file), "utf8")));
    found = mails.find((text) => text.includes(`Subject: [VN30] ${subject}`) && text.includes(EMAIL));
    expect(found).toBeDefined();
  }).toPass({ timeout: 20_000 });
  return found ?? "";
}

/** The path of the link in a mail, on the API of this test. */
function pathOf(text: string): string {
  const link = /https?:\/\/\S+#\S+/.exec(text)?.[0] ?? "";
  const { pathname, hash } = new URL(link);
  return pathname + hash;
}

test("a user registers, consents, chooses, gets mails, and deletes the account", async ({
  page,
  playwright,
}) => {
  // Register, and follow the link in the mail.
  await page.goto("/login");
  await page.getByRole("link", { name: "Register" }).click();
  // The page before has a field of a longer name, and stays until this one is there.
  await expect(page.getByRole("heading", { level: 1, name: "Register" })).toBeVisible();
  await page.getByLabel("Mail address").fill(EMAIL);
  await takePictures(page, "register");
  await page.getByRole("button", { name: "Send the mail" }).click();
  await expect(page.getByText("A mail is on its way to this address.")).toBeVisible();
  const link = pathOf(await mail("Finish your registration"));
  await page.goto(link);
  await page.getByLabel("Name").fill("Nguyen An");
  await page.locator('input[name="password"]').fill(PASSWORD);
  await expectAccessible(page);
  await takePictures(page, "register-confirm");
  await page.getByRole("button", { name: "Make my account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();

  // The risk text, and the settings. The page of recommendations asks with the same form.
  await page.getByRole("link", { name: "Nguyen An: account" }).click();
  const risk = page.getByRole("region", { name: "Before your first recommendation" });
  await risk.getByRole("checkbox").check();
  await expectAccessible(page);
  await takePictures(page, "account-new");
  await risk.getByRole("button", { name: "Accept" }).click();
  await expect(page.getByText(/^Version 1 accepted/)).toBeVisible();
  const settings = page.getByRole("form", { name: "Settings" });
  await settings.getByLabel("Profile").selectOption("Conservative");
  await settings.getByLabel(/^Mail me when/).check({ force: true });
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The settings are saved.")).toBeVisible();
  await page.reload();
  await expect(settings.getByLabel("Profile")).toHaveValue("conservative");

  // The recommendations of the profile that was chosen.
  await page.getByRole("link", { name: "Recommendations", exact: true }).click();
  await expect(page.getByText(/^Profile conservative/)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "BUY" }).first()).toBeVisible();
  await expect(page.getByText(/no investment advice/)).toBeVisible();
  await page.getByRole("link", { name: "Nguyen An: account" }).click();

  // A changed password is reported by mail.
  const form = page.getByRole("form", { name: "Change my password" });
  for (const [name, text] of [
    ["currentPassword", PASSWORD],
    ["newPassword", NEW_PASSWORD],
    ["again", NEW_PASSWORD],
  ] as const)
    await form.locator(`input[name="${name}"]`).fill(text);
  await form.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText(/^The password is changed/)).toBeVisible();
  await mail("Your password was changed");

  // The link has been used up.
  const stranger = await playwright.request.newContext({ baseURL: new URL(page.url()).origin });
  const again = await stranger.post("/api/v1/auth/registration/confirm", {
    data: { token: link.split("#")[1], displayName: "Stranger", password: PASSWORD },
  });
  expect(again.status()).toBe(422);
  await stranger.dispose();

  // The account goes, and with it its sign-in.
  const heading = (await page.getByText(/^Nguyen An \(user-/).textContent()) ?? "";
  const username = /user-\w+/.exec(heading)?.[0] ?? "";
  await page.getByRole("button", { name: "Delete my account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(`Type ${username}`).fill(username);
  await dialog.locator('input[type="password"]').fill(NEW_PASSWORD);
  await expectAccessible(page);
  await takePictures(page, "account-deletion");
  await dialog.getByRole("button", { name: "Delete for ever" }).click();
  await expect(page.getByRole("button", { name: "Sign In" })).toBeVisible();
  await page.getByLabel("Username").fill(EMAIL);
  await page.locator('input[name="password"]').fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Sign In" }).click();
  // The message that the account is deleted may still be there.
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
});

test("an admin gives an account another role, closes it and finds it again", async ({ open }) => {
  const page = await open("admin1", "/people");
  await expect(page.getByText("Test account of the demo").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Search" }).fill("binh@");
  const row = page.getByRole("row").filter({ hasText: "binh@example.com" });
  await row.getByRole("button", { name: /^Change the role/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Role").selectOption("Data Scientist");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Change the role" }).click();
  await expect(row).toContainText("Data Scientist");
  await row.getByRole("button", { name: /^Close/ }).click();
  await dialog.getByRole("button", { name: "Close the account" }).click();
  await expect(row).toContainText("Closed");
  await page.getByLabel("State").selectOption("Closed");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Reset filters" }).click();
  await expect(page.getByText("Test account of the demo").first()).toBeVisible();
  await expectAccessible(page);
  await takePictures(page, "people");
  const headers = { Authorization: `Bearer ${await signIn(page.request, "admin1")}` };
  const trail = await page.request.get("/api/v1/audit?subject=binh", { headers });
  const { data } = (await trail.json()) as { data: { action: string }[] };
  expect(data.map(({ action }) => action)).toEqual(["close_account", "change_role"]);
});
