import { Input, SimpleGrid, Switch, Text } from "@mantine/core";
import { isObject, valueAt } from "../document";
import { ChoiceField } from "./ChoiceField";
import { useConfigForm } from "./ConfigForm";
import { equalWeights, WEIGHTS, weightSum } from "./memberWeights";
import { NumberField } from "./NumberField";
import { SectionCard } from "./SectionCard";
import { useField } from "./useField";

const METHODS = { mean: "Mean", median: "Median", weighted: "Weighted" };

/** How the forecasts of the members become one. */
export function EnsembleCard() {
  const { draft } = useConfigForm();
  const method = useField("ensemble.method");
  const learn = useField("ensemble.learnWeights");
  const weights = useField("ensemble.weights");
  const isWeighted = method.value === "weighted";

  function setLearning(isOn: boolean) {
    learn.set(isOn);
    // Shares to start from: without any the configuration would be refused.
    weights.set(isOn ? null : equalWeights(valueAt(draft, "models")));
  }

  return (
    <SectionCard section="ensemble" title="Ensemble">
      <ChoiceField path="ensemble.method" names={METHODS} />
      <Switch
        data-field="ensemble.learnWeights"
        label="Learn weights from CV"
        description="Optimizes MAE via time-series CV; weights may differ per horizon."
        checked={learn.value === true}
        onChange={(event) => setLearning(event.currentTarget.checked)}
        error={learn.error}
        disabled={!isWeighted}
      />
      {isWeighted && learn.value === false && (
        <Input.Wrapper
          data-field="ensemble.weights"
          label="Weights"
          labelElement="div"
          description="The share of each member in the forecast; together 1."
          error={weights.error}
        >
          <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="md" mt={8}>
            {WEIGHTS.map((member) => (
              <NumberField key={member} path={`ensemble.weights.${member}`} hint={null} />
            ))}
          </SimpleGrid>
          {isObject(weights.value) && (
            <Text size="sm" c="dimmed" mt={8} className="figures">
              Together {weightSum(weights.value)}
            </Text>
          )}
        </Input.Wrapper>
      )}
    </SectionCard>
  );
}
