import { NumberInput } from "@mantine/core";
import type { FieldPath } from "../document";
import type { Rule } from "../rules";
import { useField } from "./useField";

type Props = {
  path: FieldPath;
  label?: string;
  /** In place of the schema's description; `null` for none. */
  hint?: string | null;
  /** What an empty field means, where it means something. */
  emptyMeans?: string;
  disabled?: boolean;
};

/** A number, with the limits of the schema. What is out of them stays, and is told. */
export function NumberField({ path, label, hint, emptyMeans, disabled = false }: Props) {
  const { value, rule, error, set } = useField(path);
  return (
    <NumberInput
      data-field={path}
      label={label ?? rule.title ?? path}
      description={hint === null ? undefined : (hint ?? rule.description)}
      inputWrapperOrder={["label", "input", "description", "error"]}
      placeholder={emptyMeans}
      value={typeof value === "number" || typeof value === "string" ? value : ""}
      onChange={(next) => set(next === "" ? null : next)}
      error={error}
      // What is wrong can be mended, even where it does not count at the moment.
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

/** What an arrow key adds: the schema's step, else 1 of whole numbers, and of others a tenth of the default's size. */
export function stepOf(rule: Rule): number {
  if (rule.step !== undefined) return rule.step;
  if (rule.type === "integer") return 1;
  const usual = typeof rule.default === "number" && rule.default > 0 ? rule.default : (rule.maximum ?? 10);
  return 10 ** (Math.floor(Math.log10(usual)) - 1);
}
