import type { components } from "./schema";

export type FieldFault = components["schemas"]["FieldFault"];

/** An answer that is no success, or none at all (`status` 0): the API's `{code, message}` as an exception. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Of a configuration that was refused: what is wrong with which field. */
    readonly blockers: FieldFault[] = [],
  ) {
    super(message);
  }
}

/** The error of an answer, whatever sent it: proxies answer with pages of their own. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (!isErrorBody(body)) {
    return new ApiError(response.status, "unknown", `The server answered with status ${response.status}.`);
  }
  return new ApiError(response.status, body.code, body.message, body.blockers);
}

/** What to tell people of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong.";
}

/** Whether asking again may help: not after a refusal, but for "too many requests". */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;
}

type ErrorBody = components["schemas"]["InvalidConfigBody"];

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && "code" in body && "message" in body;
}
