import type { components } from "./schema";

export type FieldFault = components["schemas"]["FieldFault"];

/** An unsuccessful or missing answer (`status` 0): the API's `{code, message}` as an exception. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The faults of a refused configuration, by field. */
    readonly blockers: FieldFault[] = [],
  ) {
    super(message);
  }
}

/** The error of an answer; an answer of a proxy has another body than the API's. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (!isErrorBody(body)) {
    return new ApiError(response.status, "unknown", `The server answered with status ${response.status}.`);
  }
  return new ApiError(response.status, body.code, body.message, body.blockers);
}

/** The code of the API's refusal, if `error` is one: "unknown_ticker", "no_forecast", "no_risk". */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof ApiError ? error.code : undefined;
}

/** The readable message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "An unexpected error occurred.";
}

/** Whether a repeated request may succeed: not after a refusal, except "too many requests". */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;
}

type ErrorBody = components["schemas"]["InvalidConfigBody"];

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && "code" in body && "message" in body;
}
