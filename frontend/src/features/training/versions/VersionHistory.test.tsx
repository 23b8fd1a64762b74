import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { ACTIVE, answerTraining, DEFAULTS, field, findHidden } from "../testing";

findHidden();

const OLD = { ...ACTIVE, version: 3, config: { ...DEFAULTS, reproducibility: { seed: 7 } } };
const ROWS = [
  { ...ACTIVE, isActive: true, description: "restored from version 2" },
  { ...OLD, isActive: false, description: null },
];

function answerHistory() {
  answerTraining();
  server.use(
    http.get(`${V1}/features/config/versions`, () =>
      HttpResponse.json({ data: ROWS, meta: { page: 1, pageSize: 20, total: 2 } }),
    ),
    http.get(`${V1}/features/config/versions/3`, () =>
      HttpResponse.json({ ...OLD, isActive: false, description: null }),
    ),
  );
}

// By text: searching for a role among so many elements takes much longer.
const click = async (text: string) => fireEvent.click(await screen.findByText(text));

test("a version is compared field by field, and restored only with consent to lose edits", async () => {
  answerHistory();
  await renderPage("/training");
  await screen.findByText("Stock Universe");
  fireEvent.change(field("models.ridge.alpha"), { target: { value: "5" } });
  await click("Version history");
  expect(await screen.findByText("restored from version 2")).toBeVisible();
  await click("Compare");
  const changed = await screen.findByText("Reproducibility › Random seed", { selector: "th" });
  expect(changed.parentElement).toHaveTextContent("Random seed427");

  const asked: string[] = [];
  server.use(
    http.post(`${V1}/features/config/versions/3/restore`, ({ request }) => {
      asked.push(new URL(request.url).search);
      answerTraining({ active: { ...OLD, version: 5 } });
      return HttpResponse.json({ ...OLD, version: 5 });
    }),
  );
  await click("Restore version 3");
  expect(await screen.findByText(/Your unsaved changes would be lost/)).toBeVisible();
  expect(asked).toEqual([]);
  await click("Discard my changes and restore");
  expect(await screen.findByText("Version 3 is restored as version 5.")).toBeVisible();
  expect(asked).toEqual(["?basedOnVersion=4"]);
  await waitFor(() => expect(field("reproducibility.seed")).toHaveValue("7"));
  expect(field("models.ridge.alpha")).toHaveValue("1000");
});

test("a restoration that is refused is shown", async () => {
  answerHistory();
  server.use(
    http.post(`${V1}/features/config/versions/3/restore`, () =>
      refusal(422, "invalid_config", "It is not valid any more."),
    ),
  );
  await renderPage("/training");
  await click("Version history");
  await click("Compare");
  await click("Restore version 3");
  expect(await screen.findByText("It is not valid any more.")).toBeVisible();
});

test("versions that are none, or cannot be loaded, are shown", async () => {
  answerHistory();
  server.use(http.get(`${V1}/features/config/versions`, () => refusal(422, "bad", "No versions.")));
  await renderPage("/training");
  await click("Version history");
  const drawer = within(await screen.findByRole("dialog"));
  await waitFor(() => expect(drawer.getByText("No versions.")).toBeVisible());
  server.use(
    http.get(`${V1}/features/config/versions`, () =>
      HttpResponse.json({ data: [], meta: { page: 1, pageSize: 20, total: 0 } }),
    ),
  );
  fireEvent.click(drawer.getByRole("button", { name: "Try again" }));
  expect(await drawer.findByText("No version yet")).toBeVisible();
});

test("a version that cannot be loaded is shown in its place", async () => {
  answerHistory();
  server.use(http.get(`${V1}/features/config/versions/3`, () => refusal(404, "unknown", "No such version.")));
  await renderPage("/training");
  await click("Version history");
  await click("Compare");
  expect(await screen.findByText("No such version.")).toBeVisible();
});
