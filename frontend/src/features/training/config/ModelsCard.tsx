import { Checkbox, SimpleGrid, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { useConfigForm } from "@/shared/form/ConfigForm";
import type { ModelPath } from "@/shared/form/paths";
import { fieldsOf } from "@/shared/form/rules";
import { SchemaField } from "@/shared/form/SchemaField";
import { SectionCard } from "@/shared/form/SectionCard";
import { useField } from "@/shared/form/useField";
import classes from "./ModelsCard.module.css";

/** The models of the ensemble and their parameters, as the schema names and orders them. */
export function ModelsCard() {
  const { schema } = useConfigForm();
  return (
    <SectionCard
      section="models"
      title={m.training_models_parameters()}
      hint={m.training_the_members_of_each_tickers_ensemble()}
    >
      {fieldsOf(schema, "models").map((model) => (
        <Model key={model} path={`models.${model}`} />
      ))}
    </SectionCard>
  );
}

function Model({ path }: { path: ModelPath }) {
  const { schema } = useConfigForm();
  const { rule, label } = useField(path);
  const enabled = useField(`${path}.enabled`);
  const isOn = enabled.value === true;
  const parameters = fieldsOf(schema, path).filter((name) => name !== "enabled");
  return (
    <fieldset className={classes.member}>
      <legend className={classes.hidden}>{label}</legend>
      <Checkbox
        data-field={`${path}.enabled`}
        label={label}
        description={
          <>
            {rule.description}
            {rule.unavailable !== undefined && (
              <Text span inherit c="var(--middling)" display="block" data-from-api>
                {rule.unavailable}
              </Text>
            )}
          </>
        }
        checked={isOn}
        onChange={(event) => enabled.set(event.currentTarget.checked)}
        error={enabled.error}
        // A model that is on although it is unavailable can be switched off.
        disabled={rule.unavailable !== undefined && !isOn}
        styles={{ label: { fontWeight: 600 } }}
      />
      {parameters.length > 0 && (
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
          {parameters.map((name) => (
            <SchemaField key={name} path={`${path}.${name}`} disabled={!isOn} />
          ))}
        </SimpleGrid>
      )}
    </fieldset>
  );
}
