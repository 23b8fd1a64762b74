import { valueAt } from "@/shared/json";
import { useConfigForm } from "./ConfigForm";
import { isWithin } from "./draft";
import type { FieldPath } from "./paths";
import { type Rule, ruleAt } from "./rules";

const NO_RULE: Rule = {
  type: "object",
  nullable: false,
  options: [],
  words: [],
  isAboveMinimum: false,
  default: null,
};

/** A field of the form: its value, rule, label and error, and a function that changes it. */
export function useField(path: FieldPath) {
  const { schema, draft, faults, set } = useConfigForm();
  const rule = ruleAt(schema, path) ?? NO_RULE;
  return {
    value: valueAt(draft, path),
    rule,
    label: rule.label ?? path.slice(path.lastIndexOf(".") + 1),
    /** The message of the first fault of the field or of a part of it. */
    error: faults.find(({ fieldPath }) => isWithin(fieldPath, path))?.message,
    set: (value: unknown) => set(path, value),
  };
}
