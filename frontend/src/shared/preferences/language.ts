import { api } from "@/api/client";
import { currentUser } from "@/api/session";
import { getLocale, type Locale, setLocale } from "@/paraglide/runtime";

/** The languages of the app by their own names. */
export const LANGUAGES: Record<Locale, string> = { en: "English", vi: "Tiếng Việt" };

/** The locale of dates and numbers. */
export const LOCALES: Record<Locale, string> = { en: "en-GB", vi: "vi-VN" };

export function isLanguage(value: unknown): value is Locale {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

/**
 * Show the app in a language from now on in this browser, and send mails of a signed-in user in it; the page is loaded
 * again.
 */
export async function chooseLanguage(language: Locale): Promise<void> {
  if (language === getLocale()) return;
  // Without an answer the browser alone keeps the choice.
  if (currentUser())
    await api.PATCH("/api/v1/account/settings", { body: { language } }).catch(() => undefined);
  await setLocale(language);
}

/** After a sign-in: show the app in the language of the account, if its user has chosen one; the page is loaded again. */
export async function followAccount(): Promise<void> {
  // Without an answer the browser keeps its language.
  const answer = await api.GET("/api/v1/account/settings").catch(() => undefined);
  const language = answer?.data?.language;
  if (isLanguage(language) && language !== getLocale()) await setLocale(language);
}
