import { m } from "@/paraglide/messages";
import type { Conf } from "../actions";

const EXAMPLE = '{"name": value, …}';

/** The conf in a text, or the fault of the text. */
export function parseConf(text: string): { conf: Conf } | { fault: string } {
  if (text.trim() === "") return { conf: {} };
  try {
    const value: unknown = JSON.parse(text);
    return isConf(value)
      ? { conf: value }
      : { fault: m.pipelines_a_json_object_is_needed_name({ example: EXAMPLE }) };
  } catch (error) {
    return {
      fault: m.pipelines_invalid_json({
        reason: error instanceof Error ? error.message : m.pipelines_it_cannot_be_read(),
      }),
    };
  }
}

/** A conf as indented JSON. */
export function confText(conf: Conf): string {
  return JSON.stringify(conf, null, 2);
}

function isConf(value: unknown): value is Conf {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
