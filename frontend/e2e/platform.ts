import { expect, type Page, request } from "@playwright/test";
import type { Account } from "./fixtures";

/** What the API itself answers, to compare the screen with; asked as an account, with tokens of its own. */
export async function ask<Answer>(page: Page, account: Account, path: string): Promise<Answer> {
  const context = await request.newContext({
    baseURL: new URL(page.url()).origin,
  });
  try {
    const signedIn = await context.post("/api/v1/auth/login", {
      data: { username: account, password: "pass1234" },
    });
    const { accessToken } = (await signedIn.json()) as { accessToken: string };
    const answer = await context.get(path, { headers: { Authorization: `Bearer ${accessToken}` } });
    expect(answer.ok(), path).toBe(true);
    return (await answer.json()) as Answer;
  } finally {
    await context.dispose();
  }
}
