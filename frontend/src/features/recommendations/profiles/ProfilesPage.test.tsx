import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderPage } from "@/test/renderPage";
import { server, V1 } from "@/test/server";
import type { ActiveProfiles } from "./queries";

const PROFILE = {
  minimumConfidence: 0.45,
  minimumGainPct: 0.1,
  maximumDownsidePct: 15,
  maximumVolatilityPct: 45,
  minimumTradedValue: 2e10,
  maximumNames: 5,
  stopMultiple: 2,
  targetMultiple: 3,
};
const ACTIVE: ActiveProfiles = {
  version: 3,
  author: "ds1",
  savedAt: "2026-06-30T11:00:00Z",
  profiles: { costs: { feePct: 0.15 }, conservative: PROFILE, moderate: PROFILE, aggressive: PROFILE },
  jsonSchema: {
    $defs: {
      Profile: { properties: { maximumNames: { title: "Number of names", description: "the most" } } },
    },
  },
};

test("an end user reads the thresholds", async () => {
  server.use(http.get(`${V1}/profiles`, () => HttpResponse.json(ACTIVE)));
  await renderPage("/recommendations/profiles", "enduser1");
  expect(await screen.findByLabelText("Number of names, moderate")).toHaveAttribute("readonly");
  expect(screen.queryByRole("button", { name: "Save as a new version" })).toBeNull();
});

test("a data scientist saves on the version that was edited, and a fault stands at its field", async () => {
  const sent: unknown[] = [];
  const fault = { fieldPath: "moderate.maximumNames", message: "at most 30" };
  server.use(
    http.get(`${V1}/profiles`, () => HttpResponse.json(ACTIVE)),
    http.get(`${V1}/profiles/versions`, () =>
      HttpResponse.json({ data: [], meta: { page: 1, pageSize: 20, total: 0 } }),
    ),
    http.put(`${V1}/profiles`, async ({ request }) => {
      const body = (await request.json()) as ActiveProfiles["profiles"];
      sent.push([new URL(request.url).search, body.moderate.maximumNames]);
      return HttpResponse.json(
        { code: "invalid_profiles", message: "The profiles are invalid.", blockers: [fault] },
        { status: 422 },
      );
    }),
  );
  const { user } = await renderPage("/recommendations/profiles", "ds1");
  const field = await screen.findByLabelText("Number of names, moderate");
  await user.clear(field);
  await user.type(field, "40");
  await user.click(screen.getByRole("button", { name: "Save as a new version" }));
  expect(await screen.findByText("at most 30")).toBeVisible();
  expect(sent).toEqual([["?basedOnVersion=3", 40]]);
});
