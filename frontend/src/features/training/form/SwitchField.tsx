import { Switch } from "@mantine/core";
import type { FieldPath } from "../document";
import { useField } from "./useField";

type Props = { path: FieldPath; label?: string; hint?: string; disabled?: boolean };

/** On or off. */
export function SwitchField({ path, label, hint, disabled = false }: Props) {
  const { value, rule, error, set } = useField(path);
  return (
    <Switch
      data-field={path}
      label={label ?? rule.title}
      description={hint ?? rule.description}
      checked={value === true}
      onChange={(event) => set(event.currentTarget.checked)}
      error={error}
      disabled={disabled && error === undefined}
    />
  );
}
