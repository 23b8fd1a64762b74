import { m } from "@/paraglide/messages";
import { ChoiceField } from "./ChoiceField";
import { DateField } from "./DateField";
import { NumberField } from "./NumberField";
import { NumbersField } from "./NumbersField";
import type { FieldPath } from "./paths";
import type { Rule } from "./rules";
import { SwitchField } from "./SwitchField";
import { useField } from "./useField";
import { WordOrNumberField } from "./WordOrNumberField";

type Props = {
  path: FieldPath;
  disabled?: boolean;
  /** Whether there is room for a short hint only: the unit stands in place of the description. */
  isCompact?: boolean;
};

/** The input for the type, the words and the options that the schema gives a field, with its label and hint. */
export function SchemaField({ path, disabled = false, isCompact = false }: Props) {
  const { rule } = useField(path);
  const field = { path, disabled, hint: hintOf(rule, isCompact) };
  if (rule.options.length > 0) return <ChoiceField {...field} />;
  if (rule.type === "boolean") return <SwitchField {...field} />;
  if (rule.type === "array") return <NumbersField {...field} />;
  if (rule.format === "date") return <DateField {...field} />;
  return rule.words.length > 0 ? <WordOrNumberField {...field} /> : <NumberField {...field} />;
}

/** `sessions; the shorter window`, where compact `sessions`; an `x-hint` and the hint of a list are always whole. */
export function hintOf(rule: Rule, isCompact: boolean): string {
  const isShort = isCompact && rule.unit !== undefined && rule.type !== "array";
  const text = rule.hint ?? (isShort ? undefined : rule.description);
  const enter = rule.type === "array" ? m.shared_add_with_enter() : undefined;
  return [rule.unit, text, enter].filter((part) => part !== undefined).join("; ");
}
