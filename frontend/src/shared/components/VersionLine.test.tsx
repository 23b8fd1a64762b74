import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";

test.each([
  ["0.9.0", "VN30 0.9.0"],
  ["0.9.0+g1a2b3c4d5", "VN30 0.9.0+g1a2b3c4d5, development build"],
])("Account shows the version %s", async (version, line) => {
  server.use(
    http.get("/status", () => HttpResponse.json({ status: "ok", version, parts: null })),
    http.get(`${V1}/account/sign-ins`, () => HttpResponse.json([])),
  );
  await renderPage("/account");
  expect(await screen.findByText(line)).toBeVisible();
});
