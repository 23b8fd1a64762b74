import { Group, Radio } from "@mantine/core";
import type { FieldPath } from "./paths";
import { useField } from "./useField";

type Props = {
  path: FieldPath;
  /** The labels of the options; an option without one is shown as it is. */
  names?: Record<string, string>;
  label?: string;
  hint?: string;
  disabled?: boolean;
};

/** A choice between the options of the schema. */
export function ChoiceField({ path, names = {}, label, hint, disabled = false }: Props) {
  const { value, rule, label: ownLabel, error, set } = useField(path);
  return (
    <Radio.Group
      data-field={path}
      label={label ?? ownLabel}
      description={hint ?? rule.description}
      value={String(value)}
      onChange={(chosen) => set(rule.options.find((option) => String(option) === chosen))}
      disabled={disabled && error === undefined}
      error={error}
    >
      <Group gap="lg" mt={8}>
        {rule.options.map((option) => (
          <Radio key={option} value={String(option)} label={names[option] ?? option} />
        ))}
      </Group>
    </Radio.Group>
  );
}
