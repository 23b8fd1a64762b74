import { useSyncExternalStore } from "react";
import { getLocale } from "@/paraglide/runtime";
import { ApiError, errorOf } from "./errors";
import type { components } from "./schema";

export type User = components["schemas"]["UserOut"];
export type Role = User["role"];

/** The signed-in user; `undefined` until the first answer of the server. */
type Session = { user: User; accessToken: string } | null | undefined;

const AUTH = "/api/v1/auth";

// The access token is kept here only, the refresh token in a cookie that scripts cannot read.
let session: Session;
let renewal: Promise<string | null> | null = null;
const listeners = new Set<() => void>();

/** The signed-in user, `null` if there is none, `undefined` until the first answer. */
export function useUser(): User | null | undefined {
  return useSyncExternalStore(subscribe, currentUser);
}

export function currentUser(): User | null | undefined {
  return session === undefined ? undefined : (session?.user ?? null);
}

export function accessToken(): string | null {
  return session?.accessToken ?? null;
}

/**
 * Sign in; the browser keeps the refresh token as a cookie.
 *
 * @throws ApiError 401 for a wrong name or password, 429 after too many of them.
 */
export async function signIn(username: string, password: string): Promise<User> {
  const answer = await post("/login", { username, password });
  if (!answer.ok) throw await errorOf(answer);
  const signedIn: components["schemas"]["SignedIn"] = await answer.json();
  startSession(signedIn);
  return signedIn.user;
}

/** Go on with the tokens of a new sign-in, as after a changed password. */
export function startSession({ user, accessToken }: components["schemas"]["SignedIn"]): void {
  become({ user, accessToken });
}

/** End the sign-in here and, if the server answers, on the server. */
export async function signOut(): Promise<void> {
  const token = accessToken();
  become(null);
  await post("/logout", undefined, token).catch(() => undefined);
}

/** Restore the sign-in from the cookie, as after a reload. */
export async function restoreSession(): Promise<User | null> {
  if (session === undefined) await renewToken();
  return currentUser() ?? null;
}

/**
 * A new access token for the cookie's refresh token, `null` without a valid one.
 *
 * Concurrent callers share one renewal: a refresh token can be used once.
 *
 * @throws ApiError where the server does not answer: the sign-in may still be valid.
 */
export function renewToken(): Promise<string | null> {
  renewal ??= renew().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renew(): Promise<string | null> {
  const answer = await post("/refresh");
  // 4xx: no cookie, or a cookie of an ended sign-in.
  if (answer.status >= 500 || answer.status === 429) throw await errorOf(answer);
  if (!answer.ok) {
    become(null);
    return null;
  }
  const refreshed: components["schemas"]["Refreshed"] = await answer.json();
  const user = session?.user ?? (await whoIs(refreshed.accessToken));
  become({ user, accessToken: refreshed.accessToken });
  return refreshed.accessToken;
}

async function whoIs(token: string): Promise<User> {
  const answer = await send(`${AUTH}/me`, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw await errorOf(answer);
  const me: components["schemas"]["Me"] = await answer.json();
  return me.user;
}

function post(path: string, body?: object, token: string | null = null): Promise<Response> {
  return send(AUTH + path, {
    method: "POST",
    headers: {
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** `fetch` in the language of the app, with a readable message where no answer came. */
export async function send(input: string | Request, init?: RequestInit): Promise<Response> {
  const language = getLocale();
  try {
    if (typeof input === "string") {
      return await fetch(input, { ...init, headers: { ...init?.headers, "Accept-Language": language } });
    }
    input.headers.set("Accept-Language", language);
    return await fetch(input, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(
      0,
      "unreachable",
      "The server cannot be reached. Check your connection and try again.",
    );
  }
}

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
