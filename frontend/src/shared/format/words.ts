import type { Role } from "@/api/session";
import { m } from "@/paraglide/messages";

export const ROLES: Record<Role, string> = {
  end_user: m.shared_end_user(),
  data_scientist: m.shared_data_scientist(),
  admin: m.shared_admin(),
};

/** `up for retry`: a state as the API names it, in words. */
export function inWords(state: string): string {
  return state.replaceAll("_", " ");
}

/** `running` as "Running" */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A JSON value as text, for comparisons. */
export function wordsFor(value: unknown): string {
  if (value === undefined || value === null || value === "") return m.shared_value_none();
  if (typeof value === "boolean") return value ? m.shared_value_on() : m.shared_value_off();
  if (Array.isArray(value)) return value.length > 0 ? value.map(wordsFor).join(", ") : m.shared_value_none();
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, below]) => `${name} ${wordsFor(below)}`)
      .join(", ");
  }
  return String(value);
}
