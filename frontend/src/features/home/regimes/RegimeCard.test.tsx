import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import type { Schemas } from "@/api/client";
import { renderPage } from "@/test/renderPage";
import { EMPTY_REGIMES, server, V1 } from "@/test/server";

// jsdom has no canvas; browser tests cover the chart.
vi.mock("./drawRegimes", () => ({ drawRegimes: () => ({ show: () => undefined, remove: () => undefined }) }));

const SESSION: Schemas["SessionRegime"] = {
  date: "2026-06-30",
  close: 1306.86,
  volatility: "volatile",
  trend: "bear",
  state: "wild",
  probabilityCalm: 0.01,
  probabilityUsual: 0.05,
  probabilityWild: 0.94,
  closeToSma200: -0.024,
};

test("the newest regime in words, and the chart on request", async () => {
  const earlier = { ...SESSION, date: "2026-06-29", state: "calm" as const };
  server.use(
    http.get(`${V1}/stocks/top-picks`, () => HttpResponse.json([])),
    http.get(`${V1}/stocks/my-list`, () => HttpResponse.json([])),
    http.get(`${V1}/regimes`, () => HttpResponse.json({ ...EMPTY_REGIMES, sessions: [earlier, SESSION] })),
  );
  const { user } = await renderPage("/");
  const card = await screen.findByRole("region", { name: "Market Regime" });
  expect(await screen.findByText("Wild")).toBeVisible();
  expect(card).toHaveTextContent("Wild for 1 session, volatility volatile, trend bear.");
  await user.click(screen.getByRole("button", { name: "Show the chart" }));
  const chart = await screen.findByRole("img", { name: /VNINDEX/ });
  expect(chart).toHaveAccessibleName("VNINDEX over 2 sessions: 50% calm, 0% usual, 50% wild");
  expect(card).toHaveTextContent(
    /2026-06-30: 1.307 points · wild · 94% wild · volatility volatile · trend bear · −2.4%/,
  );
});
