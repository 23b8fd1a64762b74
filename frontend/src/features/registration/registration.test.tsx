import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, signedInAs, V1 } from "@/test/server";

const OPEN = { isOpen: true, reason: null };

function options(registration: { isOpen: boolean; reason: string | null } = OPEN) {
  server.use(http.get(`${V1}/auth/options`, () => HttpResponse.json({ registration, passwordReset: OPEN })));
}

test("the login page leads to the registration, which asks for a mail address alone", async () => {
  const sent: unknown[] = [];
  options();
  server.use(
    http.post(`${V1}/auth/registration`, async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ message: "A mail is on its way." }, { status: 202 });
    }),
  );
  const { user } = await renderPage("/login", null);
  await user.click(await screen.findByRole("link", { name: "Register" }));
  await user.type(await screen.findByLabelText(/^Mail address/), "an@example.com");
  await user.click(screen.getByRole("button", { name: "Send the mail" }));
  expect(await screen.findByText("A mail is on its way.")).toBeVisible();
  expect(sent).toEqual([{ email: "an@example.com" }]);
});

test("a closed registration says why", async () => {
  options({ isOpen: false, reason: "Registration is switched off." });
  await renderPage("/register", null);
  expect(await screen.findByText("Registration is switched off.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Send the mail" })).toBeNull();
});

test("the link of the mail makes an account, and opens Market", async () => {
  const sent: { password: string }[] = [];
  server.use(
    http.post(`${V1}/auth/registration/confirm`, async ({ request }) => {
      sent.push((await request.json()) as { password: string });
      return sent.length === 1
        ? refusal(422, "weak_password", "password: The password is easy to guess.")
        : HttpResponse.json(signedInAs("user-1"));
    }),
    http.get(`${V1}/stocks/top-picks`, () => HttpResponse.json([])),
    http.get(`${V1}/stocks/my-list`, () => HttpResponse.json([])),
  );
  const { user, history } = await renderPage("/confirm#secret", null);
  await user.type(await screen.findByLabelText(/^Name/), "Nguyen An");
  const password = screen.getByLabelText(/^Password/);
  await user.type(password, "password1234");
  await user.click(screen.getByRole("button", { name: "Make my account" }));
  expect(await screen.findByText("The password is easy to guess.")).toBeVisible();
  await user.clear(password);
  await user.type(password, "brass kettle under snow");
  await user.click(screen.getByRole("button", { name: "Make my account" }));
  expect(await screen.findByRole("link", { name: "user-1: account" })).toBeVisible();
  expect(history.location.pathname).toBe("/");
  expect(sent.at(-1)).toEqual({
    token: "secret",
    displayName: "Nguyen An",
    password: "brass kettle under snow", // pragma: allowlist secret
  });
});

test("a used link is refused, and another mail can be asked for", async () => {
  options();
  server.use(
    http.post(`${V1}/auth/password-reset/confirm`, () =>
      refusal(422, "invalid_link", "token: the link was used."),
    ),
  );
  const { user } = await renderPage("/reset-password#secret", null);
  await user.type(await screen.findByLabelText(/^Password/), "brass kettle under snow");
  await user.click(screen.getByRole("button", { name: "Set the password" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The link was used.");
  await user.click(screen.getByRole("link", { name: "Ask for another mail" }));
  expect(await screen.findByRole("button", { name: "Send the mail" })).toBeVisible();
});
