import { Group, Radio } from "@mantine/core";
import type { FieldPath } from "../document";
import { useField } from "./useField";

type Props = {
  path: FieldPath;
  /** How people call the values. */
  names: Record<string, string>;
  label?: string;
  hint?: string;
};

/** One of the values that the schema knows. */
export function ChoiceField({ path, names, label, hint }: Props) {
  const { value, rule, error, set } = useField(path);
  return (
    <Radio.Group
      data-field={path}
      label={label ?? rule.title}
      description={hint ?? rule.description}
      value={String(value)}
      onChange={set}
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
