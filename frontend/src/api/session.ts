import { useSyncExternalStore } from "react";
import { ApiError, errorOf } from "./errors";
import type { components } from "./schema";

export type User = components["schemas"]["UserOut"];
export type Role = User["role"];

/** Who is signed in; `undefined` until the first answer to that question. */
type Session = { user: User; accessToken: string } | null | undefined;

const AUTH = "/api/v1/auth";

// The access token lives here alone, the refresh token in a cookie that scripts cannot read.
let session: Session;
let renewal: Promise<string | null> | null = null;
const listeners = new Set<() => void>();

/** The user, `null` for nobody, `undefined` while it is not known yet. */
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
  become({ user: signedIn.user, accessToken: signedIn.accessToken });
  return signedIn.user;
}

/** End the sign-in here and on the server; without the server, here. */
export async function signOut(): Promise<void> {
  const token = accessToken();
  become(null);
  await post("/logout", undefined, token).catch(() => undefined);
}

/** Take the sign-in up again from the cookie, as after a reload. */
export async function restoreSession(): Promise<User | null> {
  if (session === undefined) await renewToken();
  return currentUser() ?? null;
}

/**
 * A new access token for the cookie's refresh token, `null` where there is none that counts.
 *
 * Callers at the same time share one renewal: a refresh token is good once.
 *
 * @throws ApiError where the server cannot be asked: the sign-in may still be good.
 */
export function renewToken(): Promise<string | null> {
  renewal ??= renew().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renew(): Promise<string | null> {
  const answer = await post("/refresh");
  // 4xx: no cookie, or one whose sign-in is over.
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

/** `fetch`, with a message for people where no answer came. */
export async function send(input: string | Request, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(
      0,
      "unreachable",
      "The server cannot be reached. Look at your connection and try again.",
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
