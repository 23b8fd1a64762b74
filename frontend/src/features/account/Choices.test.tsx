import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { DEFAULT_SETTINGS, refusal, server, V1 } from "@/test/server";

beforeEach(() => server.use(http.get(`${V1}/account/sign-ins`, () => HttpResponse.json([]))));

test("settings are saved together", async () => {
  const sent: unknown[] = [];
  server.use(
    http.patch(`${V1}/account/settings`, async ({ request }) => {
      const settings = (await request.json()) as Schemas["AccountSettings"];
      sent.push(settings);
      return HttpResponse.json(settings);
    }),
  );
  const { user } = await renderPage("/account", "enduser1");
  await user.selectOptions(await screen.findByLabelText("Profile"), "Conservative");
  await user.selectOptions(screen.getByLabelText("Horizon"), "30 sessions");
  const fee = screen.getByLabelText(/^Brokerage fee/);
  await user.clear(fee);
  await user.type(fee, "0.2");
  await user.click(screen.getByLabelText(/^Mail me when/));
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("The settings are saved.")).toBeVisible();
  const saved: Schemas["AccountSettings"] = {
    ...DEFAULT_SETTINGS,
    preferredProfile: "conservative",
    defaultHorizonDays: 30,
    feePct: 0.2,
    mailOnLabelChange: true,
  };
  expect(sent).toEqual([saved]);
});

test("an account without a mail address cannot ask for mails", async () => {
  const account: Schemas["Account"] = {
    username: "ds1",
    displayName: "ds1",
    email: null,
    role: "data_scientist",
    createdAt: "2026-11-30T08:00:00Z",
  };
  server.use(http.get(`${V1}/account`, () => HttpResponse.json(account)));
  await renderPage("/account");
  expect(await screen.findByText("This account has no mail address.")).toBeVisible();
  expect(screen.getByLabelText(/^Mail me when/)).toBeDisabled();
});

test("the account is deleted once its name is typed, and the login page follows", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(`${V1}/account/deletion`, async ({ request }) => {
      sent.push(await request.json());
      return sent.length === 1
        ? refusal(422, "wrong_password", "password: the password is wrong.")
        : new HttpResponse(null, { status: 204 });
    }),
  );
  const { user } = await renderPage("/account", "enduser1");
  await user.click(await screen.findByRole("button", { name: "Delete my account" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText(/^Password of this account/), "brass kettle under snow");
  const button = dialog.getByRole("button", { name: "Delete for ever" });
  expect(button).toBeDisabled();
  await user.type(dialog.getByLabelText(/^Type enduser1/), "enduser1");
  await user.click(button);
  expect(await dialog.findByText("The account was not deleted")).toBeVisible();
  await user.click(button);
  expect(await screen.findByRole("button", { name: "Sign In" })).toBeVisible();
  expect(sent.at(-1)).toEqual({ username: "enduser1", password: "brass kettle under snow" }); // pragma: allowlist secret
});
