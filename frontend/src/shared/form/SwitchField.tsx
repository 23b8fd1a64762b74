import { Switch } from "@mantine/core";
import type { FieldPath } from "./paths";
import { useField } from "./useField";

type Props = { path: FieldPath; label?: string; hint?: string; disabled?: boolean };

/** A boolean. */
export function SwitchField({ path, label, hint, disabled = false }: Props) {
  const { value, rule, label: ownLabel, error, set } = useField(path);
  return (
    <Switch
      data-field={path}
      label={label ?? ownLabel}
      description={hint ?? rule.description}
      checked={value === true}
      onChange={(event) => set(event.currentTarget.checked)}
      error={error}
      disabled={disabled && error === undefined}
    />
  );
}
