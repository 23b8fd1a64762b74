import createFetchClient from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { errorOf } from "./errors";
import type { components, paths } from "./schema";
import { accessToken, renewToken, send } from "./session";

export type Schemas = components["schemas"];

/**
 * The API as typed calls; every unsuccessful answer is thrown as an `ApiError`.
 *
 * `api.GET("/api/v1/models", { params: { query: { page: 1 } } })`
 */
export const api = createFetchClient<paths>({ baseUrl: window.location.origin, fetch: authorized });

/**
 * The API as queries and mutations.
 *
 * `$api.useQuery("get", "/api/v1/models", { params: { query: { page: 1 } } })`
 */
export const $api = createQueryClient(api);

/** The data of a successful answer. */
export function given<Data>({ data }: { data?: Data }): Data {
  if (data === undefined) throw new Error("The server's answer was empty.");
  return data;
}

/** Send a request with the user's token, and once more with a new token where it has expired. */
async function authorized(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await send(withToken(request, accessToken()));
  if (answer.status === 401) {
    const renewed = await renewToken();
    if (renewed !== null) return checked(await send(withToken(again, renewed)));
  }
  return checked(answer);
}

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

async function checked(answer: Response): Promise<Response> {
  if (!answer.ok) throw await errorOf(answer);
  return answer;
}
