import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { accessToken } from "@/api/session";
import { renderPage } from "@/test/renderPage";
import { refusal, server, signedInAs, V1 } from "@/test/server";
import type { SignIn } from "./queries";

const HERE: SignIn = {
  id: "3f0a5b86-5c1f-4c4e-9d55-0e5f7f3f8a10",
  address: "127.0.0.1",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  signedInAt: "2026-11-30T08:00:00Z",
  lastUsedAt: "2026-11-30T09:45:00Z",
  expiresAt: "2026-12-07T09:45:00Z",
  isCurrent: true,
};
const SCRIPT: SignIn = {
  ...HERE,
  id: "7a0a5b86-5c1f-4c4e-9d55-0e5f7f3f8a11",
  userAgent: "curl/8.5.0",
  isCurrent: false,
};

/** The sign-ins of the API; records what is ended, `?keepCurrent=` included. */
function signInApi(...rows: SignIn[]): string[] {
  const ended: string[] = [];
  let open = rows;
  server.use(
    http.get(`${V1}/account/sign-ins`, () => HttpResponse.json(open)),
    http.delete(`${V1}/account/sign-ins`, ({ request }) => {
      ended.push(new URL(request.url).search);
      open = open.filter((row) => row.isCurrent);
      return new HttpResponse(null, { status: 204 });
    }),
    http.delete(`${V1}/account/sign-ins/:id`, ({ params }) => {
      ended.push(String(params.id));
      open = open.filter((row) => row.id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return ended;
}

async function confirm(user: UserEvent, answer: string) {
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: answer }));
}

async function changePassword(user: UserEvent, words: string, again = words) {
  await user.type(await screen.findByLabelText(/^Current password/), "old words of mine");
  await user.type(screen.getByLabelText(/^New password(?! again)/), words);
  await user.type(screen.getByLabelText(/^New password again/), again);
  await user.click(screen.getByRole("button", { name: "Change password" }));
}

test("the name in the header leads to the account, with the current sign-in first", async () => {
  signInApi(SCRIPT, HERE);
  server.use(
    http.get(`${V1}/stocks/top-picks`, () => HttpResponse.json([])),
    http.get(`${V1}/stocks/my-list`, () => HttpResponse.json([])),
  );
  const { user, history } = await renderPage("/", "enduser1");
  await user.click(await screen.findByRole("link", { name: "enduser1: account" }));
  expect(await screen.findByText("enduser1 (enduser1), End User")).toBeVisible();
  expect(history.location.pathname).toBe("/account");
  const [first, second] = await screen.findAllByRole("listitem");
  expect(first).toHaveTextContent("Firefox 145 on Linux");
  expect(first).toHaveTextContent("This one");
  expect(first).toHaveTextContent("127.0.0.1 · signed in 2026-11-30 15:00 ICT");
  expect(second).toHaveTextContent("curl 8.5.0");
  expect(second).not.toHaveTextContent("This one");
});

test("one sign-in ends after a confirmation", async () => {
  const ended = signInApi(HERE, SCRIPT);
  const { user } = await renderPage("/account");
  await user.click(await screen.findByRole("button", { name: /^End the sign-in of curl 8.5.0/ }));
  await confirm(user, "Keep it");
  expect(ended).toEqual([]);
  await user.click(screen.getByRole("button", { name: /^End the sign-in of curl 8.5.0/ }));
  await confirm(user, "End the sign-in");
  expect(await screen.findByText("The sign-in has ended.")).toBeVisible();
  await waitFor(() => expect(screen.queryByText("curl 8.5.0")).toBeNull());
  expect(ended).toEqual([SCRIPT.id]);
});

test("all other sign-ins end, and this one stays", async () => {
  const ended = signInApi(HERE, SCRIPT);
  const { user } = await renderPage("/account");
  await user.click(await screen.findByRole("button", { name: "End all others" }));
  await confirm(user, "End the others");
  await waitFor(() => expect(screen.queryByRole("button", { name: "End all others" })).toBeNull());
  expect(screen.getByText("This one")).toBeVisible();
  expect(ended).toEqual(["?keepCurrent=true"]);
});

test("all sign-ins end, and the login page follows", async () => {
  const ended = signInApi(HERE, SCRIPT);
  const { user } = await renderPage("/account");
  await user.click(await screen.findByRole("button", { name: "End all" }));
  await confirm(user, "End all and sign out");
  expect(await screen.findByRole("button", { name: "Sign In" })).toBeVisible();
  expect(ended).toEqual(["?keepCurrent=false"]);
});

test("a refused end is shown in the dialog", async () => {
  signInApi(HERE, SCRIPT);
  server.use(http.delete(`${V1}/account/sign-ins`, () => refusal(503, "database_unavailable", "No answer.")));
  const { user } = await renderPage("/account");
  await user.click(await screen.findByRole("button", { name: "End all others" }));
  await confirm(user, "End the others");
  expect(await screen.findByText("The other sign-ins have not ended")).toBeVisible();
});

test("of many sign-ins the first are shown until all are asked for", async () => {
  const others = Array.from({ length: 30 }, (_, index) => ({ ...SCRIPT, id: `id-${index}` }));
  signInApi(...others, HERE);
  const { user } = await renderPage("/account");
  expect(await screen.findAllByRole("listitem")).toHaveLength(10);
  await user.click(screen.getByRole("button", { name: "Show all 31 sign-ins" }));
  expect(screen.getAllByRole("listitem")).toHaveLength(31);
});

test("a changed password: the app goes on with the new tokens", async () => {
  signInApi(HERE);
  const sent: Schemas["PasswordChange"][] = [];
  server.use(
    http.post(`${V1}/account/password`, async ({ request }) => {
      sent.push((await request.json()) as Schemas["PasswordChange"]);
      return HttpResponse.json(signedInAs("ds1", "a new token"));
    }),
  );
  const { user } = await renderPage("/account");
  await changePassword(user, "brass kettle under snow");
  expect(await screen.findByText(/^The password is changed/)).toBeVisible();
  expect(sent).toEqual([{ currentPassword: "old words of mine", newPassword: "brass kettle under snow" }]);
  expect(accessToken()).toBe("a new token");
  expect(screen.getByLabelText(/^Current password/)).toHaveValue("");
  expect(screen.getByRole("heading", { name: "Account" })).toBeVisible();
});

test("two new passwords that differ are not sent", async () => {
  signInApi(HERE);
  const { user } = await renderPage("/account");
  await changePassword(user, "brass kettle under snow", "brass kettle under");
  expect(screen.getByLabelText(/^New password again/)).toHaveAccessibleDescription(
    "The new passwords differ.",
  );
  expect(screen.getByLabelText(/^New password again/)).toHaveFocus();
});

test.each([
  {
    code: "weak_password",
    message: "newPassword: The password is easy to guess.",
    label: /^New password(?! again)/,
    shown: "The password is easy to guess.",
  },
  {
    code: "wrong_password",
    message: "currentPassword: the password is wrong.",
    label: /^Current password/,
    shown: "The password is wrong.",
  },
  {
    code: "too_many_attempts",
    message: "Too many wrong passwords. Try again in 60 seconds.",
    label: /^Current password/,
    shown: "Too many wrong passwords. Try again in 60 seconds.",
  },
])("$code is shown at its field", async ({ code, message, label, shown }) => {
  signInApi(HERE);
  server.use(http.post(`${V1}/account/password`, () => refusal(422, code, message)));
  const { user } = await renderPage("/account");
  await changePassword(user, "brass kettle under snow");
  await waitFor(() =>
    expect(screen.getByLabelText(label)).toHaveAccessibleDescription(expect.stringContaining(shown)),
  );
  expect(screen.getByLabelText(label)).toHaveFocus();
});

test("a refusal of a test account is shown above the form", async () => {
  signInApi(HERE);
  server.use(
    http.post(`${V1}/account/password`, () =>
      refusal(403, "test_account", "The test accounts keep their public password."),
    ),
  );
  const { user } = await renderPage("/account");
  await changePassword(user, "brass kettle under snow");
  expect(await screen.findByRole("alert")).toHaveTextContent("The test accounts keep their public password.");
});
