import { screen, waitFor } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { setLocale } from "@/paraglide/runtime";
import { renderPage } from "@/test/renderPage";
import { DEFAULT_SETTINGS, refusal, server, V1 } from "@/test/server";

async function fill(user: UserEvent, name: string, password: string) {
  await user.type(await screen.findByLabelText(/username/i), name);
  await user.type(screen.getByLabelText(/^password/i), password);
  await user.click(screen.getByRole("button", { name: "Sign In" }));
}

test("a wrong password is shown, and the form stays", async () => {
  server.use(
    http.post(`${V1}/auth/login`, () => refusal(401, "invalid_credentials", "Wrong username or password.")),
  );
  const { user } = await renderPage("/login", null);
  await fill(user, "ds1", "wrong");
  expect(await screen.findByRole("alert")).toHaveTextContent("Wrong username or password.");
  expect(screen.getByLabelText(/username/i)).toHaveValue("ds1");
});

test("a server that does not answer is shown", async () => {
  server.use(http.post(`${V1}/auth/login`, () => HttpResponse.error()));
  const { user } = await renderPage("/login", null);
  await fill(user, "ds1", "pass1234");
  expect(await screen.findByRole("alert")).toHaveTextContent("cannot be reached");
});

test("the page that was asked for comes after signing in", async () => {
  const { user, history } = await renderPage("/models", null);
  await fill(user, "ds1", "pass1234");
  expect(await screen.findByRole("heading", { name: "Models" })).toBeVisible();
  expect(history.location.pathname).toBe("/models");
});

test("an address elsewhere is no page to go to", async () => {
  const { user, history } = await renderPage("/login?from=//evil.example/", null);
  await fill(user, "ds1", "pass1234");
  expect(await screen.findByRole("heading", { name: "Training" })).toBeVisible();
  expect(history.location.pathname).toBe("/training");
});

test("test accounts are on the card where the server has some, and fill the form", async () => {
  server.use(
    http.get(`${V1}/auth/demo-accounts`, () =>
      HttpResponse.json([{ username: "ds2", password: "pass1234", role: "data_scientist" }]),
    ),
  );
  const { user } = await renderPage("/login", null);
  await user.click(await screen.findByRole("button", { name: "ds2/pass1234" }));
  expect(screen.getByLabelText(/username/i)).toHaveValue("ds2");
});

test("the app follows the language that the account has chosen", async () => {
  server.use(
    http.get(`${V1}/account/settings`, () => HttpResponse.json({ ...DEFAULT_SETTINGS, language: "vi" })),
  );
  const { user } = await renderPage("/login", null);
  await fill(user, "ds1", "pass1234");
  await waitFor(() => expect(localStorage.getItem("PARAGLIDE_LOCALE")).toBe("vi"));
  await setLocale("en", { reload: false });
});
