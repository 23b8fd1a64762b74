import { SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { useConfigForm } from "@/shared/form/ConfigForm";
import { FieldGroup } from "@/shared/form/FieldGroup";
import type { IndicatorPath } from "@/shared/form/paths";
import { fieldsOf, includedAt } from "@/shared/form/rules";
import { SchemaField } from "@/shared/form/SchemaField";
import { SectionCard } from "@/shared/form/SectionCard";
import { useField } from "@/shared/form/useField";
import { indicatorLayout } from "./indicatorLayout";

/** The indicators that become features, as the schema names, groups and orders them. */
export function IndicatorsCard() {
  const { schema } = useConfigForm();
  const { groups, options } = indicatorLayout(schema);
  return (
    <SectionCard
      section="indicators"
      title={m.training_indicators()}
      hint={m.training_windows_count_trading_sessions()}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="md">
        {groups.map(({ name, paths }) => (
          <Stack key={name} gap="sm">
            <Text fw={650}>{name}</Text>
            {paths.map((path) => (
              <Indicator key={path} path={path} />
            ))}
          </Stack>
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="md">
        {options.map((path) => (
          <SchemaField key={path} path={path} />
        ))}
      </SimpleGrid>
    </SectionCard>
  );
}

function Indicator({ path }: { path: IndicatorPath }) {
  const { schema } = useConfigForm();
  const { value, rule, label, set } = useField(path);
  const isIncluded = value !== null && value !== undefined;
  const names = fieldsOf(schema, path);
  return (
    <FieldGroup
      legend={label}
      description={rule.description}
      cols={Math.min(3, names.length + (rule.nullable ? 1 : 0))}
    >
      {names.map((name) => (
        <SchemaField key={name} path={`${path}.${name}`} isCompact disabled={rule.nullable && !isIncluded} />
      ))}
      {rule.nullable && (
        <Switch
          data-field={path}
          mt={{ base: 0, xs: 28 }}
          label={m.training_include({ label })}
          checked={isIncluded}
          onChange={(event) => set(event.currentTarget.checked ? includedAt(schema, path) : null)}
        />
      )}
    </FieldGroup>
  );
}
