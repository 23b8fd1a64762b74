import { screen } from "@testing-library/react";
import { delay, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { refusal, server, V1 } from "@/test/server";
import { answerTraining, findHidden } from "./testing";

findHidden();

test("a skeleton stands until the configuration comes", async () => {
  answerTraining();
  server.use(http.get(`${V1}/features/config`, () => delay("infinite")));
  await renderPage("/training");
  expect(await screen.findByLabelText("The configuration: loading")).toBeVisible();
});

test.each([
  ["The rules of the configuration", "/features/config/schema"],
  ["The configuration", "/features/config"],
])("%s: a refusal is shown, and can be tried again", async (what, path) => {
  answerTraining();
  server.use(http.get(V1 + path, () => refusal(403, "forbidden", "Data scientists only."), { once: true }));
  const { user } = await renderPage("/training");
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent(`${what} could not be loaded`);
  expect(alert).toHaveTextContent("Data scientists only.");
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Stock Universe")).toBeVisible();
});
