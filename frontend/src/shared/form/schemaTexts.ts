import { getLocale } from "@/paraglide/runtime";
import vi from "./schema.vi.json";

const VIETNAMESE: Readonly<Record<string, string>> = vi;

/**
 * A text of the schema of the training configuration in the language of the app.
 *
 * The schema is made in Python and is English; a text without a translation stays as it is.
 */
export function schemaText(text: string): string {
  return getLocale() === "vi" ? (VIETNAMESE[text] ?? text) : text;
}
