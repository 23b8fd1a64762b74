import { Input, SimpleGrid, Switch, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { useConfigForm } from "@/shared/form/ConfigForm";
import { NumberField } from "@/shared/form/NumberField";
import { fieldsOf } from "@/shared/form/rules";
import { SectionCard } from "@/shared/form/SectionCard";
import { useField } from "@/shared/form/useField";
import { isObject, valueAt } from "@/shared/json";
import { equalWeights, weightSum } from "./memberWeights";

const METHODS = { mean: m.training_mean(), median: m.training_median(), weighted: m.training_weighted() };

/** The method that combines the forecasts of the members, and their weights. */
export function EnsembleCard() {
  const { schema, draft } = useConfigForm();
  const members = fieldsOf(schema, "ensemble.weights");
  const method = useField("ensemble.method");
  const learn = useField("ensemble.learnWeights");
  const weights = useField("ensemble.weights");
  const isWeighted = method.value === "weighted";

  function setLearning(isOn: boolean) {
    learn.set(isOn);
    // The API refuses a configuration without weights where they are not learned.
    weights.set(isOn ? null : equalWeights(members, valueAt(draft, "models")));
  }

  return (
    <SectionCard section="ensemble" title={m.training_ensemble()}>
      <ChoiceField path="ensemble.method" names={METHODS} />
      <Switch
        data-field="ensemble.learnWeights"
        label={m.training_learn_weights_from_cv()}
        description={m.training_minimizes_the_mae_in_time_series()}
        checked={learn.value === true}
        onChange={(event) => setLearning(event.currentTarget.checked)}
        error={learn.error}
        disabled={!isWeighted}
      />
      {isWeighted && learn.value === false && (
        <Input.Wrapper
          data-field="ensemble.weights"
          label={m.training_weights()}
          labelElement="div"
          description={m.training_the_weight_of_each_member_in()}
          error={weights.error}
        >
          <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="md" mt={8}>
            {members.map((member) => (
              <NumberField key={member} path={`ensemble.weights.${member}`} hint={null} />
            ))}
          </SimpleGrid>
          {isObject(weights.value) && (
            <Text size="sm" c="dimmed" mt={8} className="figures">
              {m.training_sum({ value: weightSum(weights.value) })}
            </Text>
          )}
        </Input.Wrapper>
      )}
    </SectionCard>
  );
}
