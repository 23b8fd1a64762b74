import { TagsInput } from "@mantine/core";
import type { FieldPath } from "./paths";
import { useField } from "./useField";

/** A list of numbers or words; Enter, a comma, a slash or a space adds one. */
export function NumbersField({ path, hint, disabled }: { path: FieldPath; hint: string; disabled: boolean }) {
  const { value, label, error, set } = useField(path);
  const numbers: unknown[] = Array.isArray(value) ? value : [];
  return (
    <TagsInput
      data-field={path}
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      splitChars={[",", " ", "/"]}
      value={numbers.map(String)}
      onChange={(words) => set(words.map(numberOrWord))}
      error={error}
      disabled={disabled && error === undefined}
      comboboxProps={{ disabled: true }}
    />
  );
}

// A word stays as it was typed: in a list of numbers the check reports that it is none.
function numberOrWord(word: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}
