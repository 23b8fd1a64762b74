import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { Schemas } from "@/api/client";
import type { Role } from "@/api/session";

export const V1 = "*/api/v1";

/** An empty market, of real prices: what the banner of every page asks for. */
export const EMPTY_MARKET: Schemas["MarketTable"] = {
  data: [],
  meta: { asOf: "2026-06-30", dataSource: "vci", total: 0, page: 1, pageSize: 1, sectors: [] },
};

/** The API of the component tests: nobody is signed in, whoever signs in may, and all is quiet; the rest is for each test to say. */
export const server = setupServer(
  http.post(`${V1}/auth/refresh`, () => refusal(401, "not_signed_in", "Sign in first.")),
  http.post(`${V1}/auth/logout`, () => new HttpResponse(null, { status: 204 })),
  http.post(`${V1}/auth/login`, async ({ request }) => {
    const { username } = (await request.json()) as { username: string };
    return HttpResponse.json(signedInAs(username.startsWith("ds") ? "data_scientist" : "end_user", username));
  }),
  http.get(`${V1}/auth/demo-accounts`, () => HttpResponse.json([])),
  http.get(`${V1}/alerts`, () => HttpResponse.json({ data: [], meta: { page: 1, pageSize: 20, total: 0 } })),
  http.get(`${V1}/stocks/market-table`, () => HttpResponse.json(EMPTY_MARKET)),
);

/** The API's `{code, message}`. */
export function refusal(status: number, code: string, message: string) {
  return HttpResponse.json({ code, message }, { status });
}

function signedInAs(role: Role, username: string): Schemas["SignedIn"] {
  return {
    accessToken: "token",
    tokenType: "bearer",
    expiresIn: 900,
    refreshToken: "next",
    refreshExpiresIn: 604800,
    user: { id: "0b9f5f0e-6a0c-4a58-9d0e-3f1f6f7b2c11", username, role, displayName: username },
  };
}
