import { type APIRequestContext, expect, type Page, request } from "@playwright/test";
import { type Account, signIn } from "./fixtures";

/** The API beside the page, called as an account with a token of its own. */
export class Api {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly headers: { Authorization: string },
  ) {}

  static async signedIn(request: APIRequestContext, account: Account): Promise<Api> {
    const accessToken = await signIn(request, account);
    return new Api(request, { Authorization: `Bearer ${accessToken}` });
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.send("GET", path);
  }

  post<Answer>(path: string, data: object): Promise<Answer> {
    return this.send("POST", path, data);
  }

  patch<Answer>(path: string, data: object): Promise<Answer> {
    return this.send("PATCH", path, data);
  }

  private async send<Answer>(method: string, path: string, data?: object): Promise<Answer> {
    const { headers } = this;
    const answer = await this.request.fetch(path, { method, headers, ...(data ? { data } : {}) });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as Answer;
  }
}

/** The API's answer on the page, to compare the screen with. */
export async function ask<Answer>(page: Page, account: Account, path: string): Promise<Answer> {
  const context = await request.newContext({ baseURL: new URL(page.url()).origin });
  try {
    return await (await Api.signedIn(context, account)).get(path);
  } finally {
    await context.dispose();
  }
}
