import { TagsInput } from "@mantine/core";
import type { FieldPath } from "../document";
import { useField } from "./useField";

/** Several numbers: each is added by Enter, a comma, a slash or a space. */
export function NumbersField({ path, hint }: { path: FieldPath; hint: string }) {
  const { value, rule, error, set } = useField(path);
  const numbers: unknown[] = Array.isArray(value) ? value : [];
  return (
    <TagsInput
      data-field={path}
      label={rule.title}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      splitChars={[",", " ", "/"]}
      value={numbers.map(String)}
      onChange={(words) => set(words.map(numberOrWord))}
      error={error}
      comboboxProps={{ disabled: true }}
    />
  );
}

// A word stays as it was typed: it is told to be no number.
function numberOrWord(word: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}
