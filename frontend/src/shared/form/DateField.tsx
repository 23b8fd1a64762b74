import { TextInput } from "@mantine/core";
import type { FieldPath } from "./paths";
import { useField } from "./useField";

/** A date; `null` while it is empty. */
export function DateField({ path, hint, disabled }: { path: FieldPath; hint: string; disabled: boolean }) {
  const { value, label, error, set } = useField(path);
  return (
    <TextInput
      data-field={path}
      type="date"
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => set(event.currentTarget.value || null)}
      error={error}
      disabled={disabled && error === undefined}
    />
  );
}
