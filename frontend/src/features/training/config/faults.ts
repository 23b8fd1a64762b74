import { Validator } from "@cfworker/json-schema";
import type { FieldFault } from "@/api/errors";
import { type Draft, isWithin } from "@/shared/form/draft";
import { type Rule, ruleAt } from "@/shared/form/rules";
import { count } from "@/shared/format/numbers";

// Keywords whose errors only repeat a fault below them or in an alternative.
const CONTAINERS = new Set(["properties", "additionalProperties", "items", "$ref"]);

/** A function that finds violations of the schema in a draft, with one message for each field. */
export function newChecker(schema: Draft): (draft: Draft) => FieldFault[] {
  // Without the short circuit, which stops at the first error.
  const validator = new Validator(schema, "2020-12", false);
  return (draft) => {
    const messages = new Map<string, string>();
    for (const { instanceLocation, keyword, error } of validator.validate(draft).errors) {
      const path = instanceLocation.replace(/^#\/?/, "").replaceAll("/", ".");
      if (!CONTAINERS.has(keyword)) messages.set(path, messageFor(ruleAt(schema, path), keyword) ?? error);
    }
    const paths = [...messages.keys()];
    // A fault of an item replaces the fault of its list.
    const isDeepest = (path: string) => !paths.some((other) => other !== path && isWithin(other, path));
    return [...messages]
      .filter(([path]) => isDeepest(path))
      .map(([fieldPath, message]) => ({ fieldPath, message }));
  };
}

function messageFor(rule: Rule | undefined, keyword: string): string | undefined {
  if (keyword === "uniqueItems") return "must not repeat a value";
  const expected = rule && expectation(rule);
  return expected === undefined ? undefined : `must be ${expected}`;
}

/** The allowed values of a field as text: `a whole number from 2 to 250`. */
export function expectation(rule: Rule): string | undefined {
  if (rule.options.length > 0) return `one of ${rule.options.join(", ")}`;
  switch (rule.type) {
    case "integer":
    case "number": {
      const kind = rule.type === "integer" ? "a whole number" : "a number";
      return [...rule.words, `${kind}${range(rule)}`].join(" or ");
    }
    case "boolean":
      return "on or off";
    case "array":
      return rule.maxItems === undefined ? "at least one" : `one to ${rule.maxItems} values`;
    case "string":
      return rule.format === "date" ? "a valid date" : "a text";
    case "object":
      return undefined;
  }
}

function range({ minimum, isAboveMinimum, maximum }: Rule): string {
  const least = minimum === undefined ? undefined : figure(minimum);
  const most = maximum === undefined ? undefined : figure(maximum);
  if (least !== undefined && isAboveMinimum) {
    return most === undefined ? ` above ${least}` : ` above ${least}, up to ${most}`;
  }
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` of ${least} or more`;
  return most === undefined ? "" : ` up to ${most}`;
}

function figure(value: number): string {
  return Number.isInteger(value) ? count(value) : String(value);
}
