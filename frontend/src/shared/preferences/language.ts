import { getLocale, type Locale, setLocale } from "@/paraglide/runtime";

/** The languages of the app by their own names. */
export const LANGUAGES: Record<Locale, string> = { en: "English", vi: "Tiếng Việt" };

/** The locale of dates and numbers. */
export const LOCALES: Record<Locale, string> = { en: "en-GB", vi: "vi-VN" };

export function isLanguage(value: unknown): value is Locale {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

/** Show the app in a language from now on in this browser; the page is loaded again. */
export function chooseLanguage(language: Locale): void {
  if (language !== getLocale()) void setLocale(language);
}
