import { m } from "@/paraglide/messages";
import { getLocale, locales } from "@/paraglide/runtime";
import { Choice } from "./Choice";
import { chooseLanguage, LANGUAGES } from "./language";

/** The language of the app. */
export function LanguageChoice() {
  return (
    <Choice
      legend={m.app_language()}
      options={locales.map((value) => ({ value, label: LANGUAGES[value], lang: value }))}
      value={getLocale()}
      onChange={(language) => void chooseLanguage(language)}
    />
  );
}
