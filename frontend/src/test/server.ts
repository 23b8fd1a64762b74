import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { Schemas } from "@/api/client";
import type { Role } from "@/api/session";

const ROLES: [prefix: string, Role][] = [
  ["ds", "data_scientist"],
  ["admin", "admin"],
];

export const V1 = "*/api/v1";

/** An empty market of real prices, which the banner of every page requests. */
export const EMPTY_MARKET: Schemas["MarketTable"] = {
  data: [],
  meta: { asOf: "2026-06-30", dataSource: "vci", total: 0, page: 1, pageSize: 1, sectors: [] },
};

/** No regimes, as before the first training run. */
export const EMPTY_REGIMES: Schemas["Regimes"] = { sessions: [], asOf: "2026-06-30", dataSource: "vci" };

/** No articles and no events. */
export const NO_NEWS: Schemas["NewsPage"] & Schemas["NewsAndEventsPage"] & Schemas["EventPage"] = {
  data: [],
  meta: { page: 1, pageSize: 20, total: 0 },
  refreshedAt: null,
  asOf: "2026-06-30",
  dataSource: "vci",
};

/** The settings of a user who has chosen nothing. */
export const DEFAULT_SETTINGS: Schemas["AccountSettings"] = {
  preferredProfile: "moderate",
  defaultHorizonDays: 15,
  feePct: 0.15,
  taxPct: 0.1,
  mailOnLabelChange: false,
  language: null,
};

const ACCOUNT: Schemas["Account"] = {
  username: "user-4f9c21aa3b",
  displayName: "Nguyen An",
  email: "an@example.com",
  role: "end_user",
  createdAt: "2026-11-30T08:00:00Z",
};

/** A user who has not accepted the risk text: pages request no recommendations. */
const CONSENT: Schemas["Consent"] = {
  version: 1,
  language: "en",
  text: "You can lose money.",
  isRequired: true,
  accepted: [],
};

/** The API of the component tests: signed out, every sign-in succeeds, no alerts; tests add the rest. */
export const server = setupServer(
  http.post(`${V1}/auth/refresh`, () => refusal(401, "not_signed_in", "Sign in first.")),
  http.post(`${V1}/auth/logout`, () => new HttpResponse(null, { status: 204 })),
  http.post(`${V1}/auth/login`, async ({ request }) => {
    const { username } = (await request.json()) as { username: string };
    return HttpResponse.json(signedInAs(username));
  }),
  http.get("/status", () => HttpResponse.json({ status: "ok", version: "0.9.0", parts: null })),
  http.get(`${V1}/auth/demo-accounts`, () => HttpResponse.json([])),
  http.get(`${V1}/account`, () => HttpResponse.json(ACCOUNT)),
  http.get(`${V1}/account/settings`, () => HttpResponse.json(DEFAULT_SETTINGS)),
  http.get(`${V1}/account/consent`, () => HttpResponse.json(CONSENT)),
  http.get(`${V1}/alerts`, () => HttpResponse.json({ data: [], meta: { page: 1, pageSize: 20, total: 0 } })),
  http.get(`${V1}/model-versions`, () =>
    HttpResponse.json({ data: [], meta: { page: 1, pageSize: 200, total: 0 } }),
  ),
  http.get(`${V1}/stocks/market-table`, () => HttpResponse.json(EMPTY_MARKET)),
  http.get(`${V1}/account/consent`, () => HttpResponse.json(CONSENT)),
  http.get(`${V1}/quotes`, () =>
    HttpResponse.json({ data: [], asOf: "2026-06-30", dataSource: "vci" } satisfies Schemas["Quotes"]),
  ),
  http.get(`${V1}/news`, () => HttpResponse.json(NO_NEWS)),
  http.get(`${V1}/events`, () => HttpResponse.json(NO_NEWS)),
  http.get(`${V1}/news-and-events`, () => HttpResponse.json(NO_NEWS)),
  http.get(`${V1}/regimes`, () => HttpResponse.json(EMPTY_REGIMES)),
  http.get(`${V1}/jobs`, () =>
    HttpResponse.json({ data: [], meta: { page: 1, pageSize: 20, total: 0, unfinished: 0 } }),
  ),
);

/** The API's `{code, message}`. */
export function refusal(status: number, code: string, message: string) {
  return HttpResponse.json({ code, message }, { status });
}

/** The answer to a sign-in; the name has the role. */
export function signedInAs(username: string, accessToken = "token"): Schemas["SignedIn"] {
  const role = ROLES.find(([prefix]) => username.startsWith(prefix))?.[1] ?? "end_user";
  return {
    accessToken,
    tokenType: "bearer",
    expiresIn: 900,
    refreshToken: "next",
    refreshExpiresIn: 604800,
    user: { id: "0b9f5f0e-6a0c-4a58-9d0e-3f1f6f7b2c11", username, role, displayName: username },
  };
}
