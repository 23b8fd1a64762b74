import { Validator } from "@cfworker/json-schema";
import type { FieldFault } from "@/api/errors";
import { m } from "@/paraglide/messages";
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
  if (keyword === "uniqueItems") return m.training_must_not_repeat_a_value();
  const expected = rule && expectation(rule);
  return expected === undefined ? undefined : m.training_must_be({ expected });
}

/** The allowed values of a field as text: `a whole number from 2 to 250`. */
export function expectation(rule: Rule): string | undefined {
  if (rule.options.length > 0) return m.training_one_of({ options: rule.options.join(", ") });
  switch (rule.type) {
    case "integer":
    case "number": {
      const kind = rule.type === "integer" ? m.training_a_whole_number() : m.training_a_number();
      return [...rule.words, `${kind}${range(rule)}`].join(m.training_or());
    }
    case "boolean":
      return m.training_on_or_off();
    case "array":
      return rule.maxItems === undefined
        ? m.training_at_least_one()
        : m.training_one_to_values({ maxItems: rule.maxItems });
    case "string":
      return rule.format === "date" ? m.training_a_valid_date() : m.training_a_text();
    case "object":
      return undefined;
  }
}

function range({ minimum, isAboveMinimum, maximum }: Rule): string {
  const least = minimum === undefined ? undefined : figure(minimum);
  const most = maximum === undefined ? undefined : figure(maximum);
  if (least !== undefined && isAboveMinimum) {
    return most === undefined ? m.training_above({ least }) : m.training_above_up_to({ least, most });
  }
  if (least !== undefined && most !== undefined) return m.training_from_to({ least, most });
  if (least !== undefined) return m.training_of_or_more({ least });
  return most === undefined ? "" : m.training_up_to({ most });
}

function figure(value: number): string {
  return Number.isInteger(value) ? count(value) : String(value);
}
