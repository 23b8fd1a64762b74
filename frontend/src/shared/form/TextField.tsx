import { TextInput } from "@mantine/core";
import type { FieldPath } from "./paths";
import { useField } from "./useField";

/** A text; `null` while it is empty. */
export function TextField({ path, hint }: { path: FieldPath; hint: string }) {
  const { value, rule, label, error, set } = useField(path);
  return (
    <TextInput
      data-field={path}
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      placeholder={rule.empty}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => set(event.currentTarget.value.trim() || null)}
      error={error}
    />
  );
}
