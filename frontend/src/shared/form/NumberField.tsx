import { NumberInput } from "@mantine/core";
import type { FieldPath } from "./paths";
import type { Rule } from "./rules";
import { useField } from "./useField";

type Props = {
  path: FieldPath;
  label?: string;
  /** In place of the schema's description; `null` for none. */
  hint?: string | null;
  disabled?: boolean;
};

/** A number with the limits of the schema. A value outside them stays in the field, with an error. */
export function NumberField({ path, label, hint, disabled = false }: Props) {
  const { value, rule, label: ownLabel, error, set } = useField(path);
  return (
    <NumberInput
      data-field={path}
      label={label ?? ownLabel}
      description={hint === null ? undefined : (hint ?? rule.description)}
      inputWrapperOrder={["label", "input", "description", "error"]}
      placeholder={rule.empty}
      value={typeof value === "number" || typeof value === "string" ? value : ""}
      onChange={(next) => set(next === "" ? null : next)}
      error={error}
      // A wrong value can be corrected even while the field is not in use.
      disabled={disabled && error === undefined}
      clampBehavior="none"
      allowDecimal={rule.type === "number"}
      step={stepOf(rule)}
      required={!rule.nullable}
      withAsterisk={false}
      {...(rule.minimum === undefined ? {} : { min: rule.minimum })}
      {...(rule.maximum === undefined ? {} : { max: rule.maximum })}
    />
  );
}

/** The step of an arrow key: the schema's, else 1 for integers, and a tenth of the default's magnitude for others. */
export function stepOf(rule: Rule): number {
  if (rule.step !== undefined) return rule.step;
  if (rule.type === "integer") return 1;
  const usual = typeof rule.default === "number" && rule.default > 0 ? rule.default : (rule.maximum ?? 10);
  return 10 ** (Math.floor(Math.log10(usual)) - 1);
}
