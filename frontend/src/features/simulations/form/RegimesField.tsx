import { Chip, Group, Input } from "@mantine/core";
import { useId } from "react";
import { useField } from "@/shared/form/useField";
import { regimeName } from "@/shared/format/codes";

/** The regimes of the market in which purchases are allowed, of those that the schema names. */
export function RegimesField() {
  const { value, rule, label, error, set } = useField("filters.regimes");
  const id = useId();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ id }}
      description={rule.description}
      error={error}
      data-field="filters.regimes"
    >
      <Chip.Group multiple value={chosen} onChange={set}>
        <Group role="group" aria-labelledby={id} gap={8} mt={8}>
          {(rule.items?.options ?? []).map((regime) => (
            <Chip key={regime} value={String(regime)} size="sm">
              {regimeName(String(regime))}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}
