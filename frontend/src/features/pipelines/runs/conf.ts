import type { Conf } from "../actions";

/** The conf in a text, or the fault of the text. */
export function parseConf(text: string): { conf: Conf } | { fault: string } {
  if (text.trim() === "") return { conf: {} };
  try {
    const value: unknown = JSON.parse(text);
    return isConf(value) ? { conf: value } : { fault: 'A JSON object is needed: {"name": value, …}' };
  } catch (error) {
    return { fault: `Invalid JSON: ${error instanceof Error ? error.message : "it cannot be read"}` };
  }
}

/** A conf as indented JSON. */
export function confText(conf: Conf): string {
  return JSON.stringify(conf, null, 2);
}

function isConf(value: unknown): value is Conf {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
