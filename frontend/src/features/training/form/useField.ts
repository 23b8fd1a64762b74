import { type FieldPath, isWithin, valueAt } from "../document";
import { type Rule, ruleAt } from "../rules";
import { useConfigForm } from "./ConfigForm";

const NO_RULE: Rule = {
  type: "object",
  nullable: false,
  options: [],
  words: [],
  isAboveMinimum: false,
  default: null,
};

/** A field of the form: its value and rule, what is wrong with it, and how to change it. */
export function useField(path: FieldPath) {
  const { schema, draft, faults, set } = useConfigForm();
  return {
    value: valueAt(draft, path),
    rule: ruleAt(schema, path) ?? NO_RULE,
    /** What is wrong with it or with a part of it. */
    error: faults.find(({ fieldPath }) => isWithin(fieldPath, path))?.message,
    set: (value: unknown) => set(path, value),
  };
}
