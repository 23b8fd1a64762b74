import { screen, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { NO_NEWS, server, V1 } from "@/test/server";

const EVENT: Schemas["MarketEvent"] = {
  ticker: "FPT",
  session: "2026-06-30",
  at: "2026-06-30T08:00:00Z",
  kind: "ceiling",
  value: 25_900,
  unit: "VND",
  baseline: 24_250,
  detail: null,
};

test("without articles the newest events stand in their place, marked as such", async () => {
  server.use(
    http.get(`${V1}/events`, () => HttpResponse.json({ ...NO_NEWS, data: [EVENT], dataSource: "simulated" })),
  );
  await renderPage("/", "enduser1");
  const card = await screen.findByRole("region", { name: "Events of our data" });
  const events = await within(card).findByRole("list", { name: "Newest events" });
  expect(events).toHaveTextContent("Session 2026-06-30 · event of our data");
  expect(events).toHaveTextContent("FPT closed at the ceiling, 25 900 VND");
  expect(card).toHaveTextContent("the stored prices, which are simulated");
});
