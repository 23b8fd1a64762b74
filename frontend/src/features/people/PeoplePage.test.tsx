import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import type { UserRow } from "./queries";

const AN: UserRow = {
  id: "0b9f5f0e-6a0c-4a58-9d0e-3f1f6f7b2c11",
  username: "user-4f9c21aa3b",
  displayName: "Nguyen An",
  email: "an@example.com",
  role: "end_user",
  state: "active",
  createdAt: "2026-11-02T03:00:00Z",
  lastSignInAt: null,
  isTestAccount: false,
};
const TEST: UserRow = { ...AN, id: "1", username: "ds1", displayName: "DS 1", isTestAccount: true };

/** The accounts of the API; records the searches and the changes. */
function usersApi(...rows: UserRow[]) {
  const searches: string[] = [];
  const changes: unknown[] = [];
  server.use(
    http.get(`${V1}/users`, ({ request }) => {
      searches.push(new URL(request.url).search);
      return HttpResponse.json({ data: rows, meta: { page: 1, pageSize: 50, total: rows.length } });
    }),
    http.patch(`${V1}/users/:id`, async ({ request }) => {
      changes.push(await request.json());
      return changes.length === 1
        ? refusal(409, "last_admin", "This is the last admin.")
        : HttpResponse.json(AN);
    }),
  );
  return { searches, changes };
}

test("an admin changes a role, and a refusal is shown", async () => {
  const { changes } = usersApi(AN);
  const { user } = await renderPage("/people", "admin1");
  await user.click(await screen.findByRole("button", { name: "Change the role of Nguyen An" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.selectOptions(dialog.getByLabelText("Role"), "Data Scientist");
  await user.click(dialog.getByRole("button", { name: "Change the role" }));
  expect(await dialog.findByText("This is the last admin.")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Change the role" }));
  expect(await screen.findByText("The account of Nguyen An is changed.")).toBeVisible();
  expect(changes).toEqual([{ role: "data_scientist" }, { role: "data_scientist" }]);
});

test("an admin searches, and test accounts have no actions", async () => {
  const { searches } = usersApi(TEST);
  const { user, history } = await renderPage("/people?state=closed", "admin1");
  expect(await screen.findByText("Test account of the demo")).toBeVisible();
  await user.type(screen.getByLabelText("Search"), "an");
  await screen.findByText("Test account of the demo");
  await expect.poll(() => searches.at(-1)).toBe("?page=1&pageSize=50&search=an&state=closed");
  expect(history.location.search).toContain("text=an");
});

test("the page is for admins alone", async () => {
  const { history } = await renderPage("/people", "ds1");
  expect(await screen.findByRole("heading", { name: "Training" })).toBeVisible();
  expect(history.location.pathname).toBe("/training");
});
