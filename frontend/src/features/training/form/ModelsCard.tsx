import { Checkbox, SimpleGrid } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ModelsCard.module.css";
import { NumberField } from "./NumberField";
import { SectionCard } from "./SectionCard";
import { useField } from "./useField";
import { WordOrNumberField } from "./WordOrNumberField";

type Model = "randomForest" | "gradientBoosting" | "svr" | "ridge" | "pooled";

/** The members of the ensemble, and their parameters. */
export function ModelsCard() {
  return (
    <SectionCard
      section="models"
      title="Models & Parameters"
      hint="The members of each ticker's ensemble, beside the naive forecast (no change), which is always one."
    >
      <Member model="randomForest" name="RandomForest">
        {(isOff) => (
          <>
            <NumberField path="models.randomForest.nEstimators" label="n_estimators" disabled={isOff} />
            <NumberField
              path="models.randomForest.maxDepth"
              label="max_depth"
              hint="splits from root to leaf; empty: no limit"
              emptyMeans="no limit"
              disabled={isOff}
            />
          </>
        )}
      </Member>
      <Member model="gradientBoosting" name="GradientBoosting">
        {(isOff) => (
          <>
            <NumberField path="models.gradientBoosting.nEstimators" label="n_estimators" disabled={isOff} />
            <NumberField path="models.gradientBoosting.learningRate" label="learning_rate" disabled={isOff} />
          </>
        )}
      </Member>
      <Member model="svr" name="SVR (RBF)">
        {(isOff) => (
          <>
            <NumberField path="models.svr.c" disabled={isOff} />
            <NumberField path="models.svr.epsilon" disabled={isOff} />
            <WordOrNumberField path="models.svr.gamma" disabled={isOff} />
          </>
        )}
      </Member>
      <Member model="ridge" name="Ridge">
        {(isOff) => <NumberField path="models.ridge.alpha" disabled={isOff} />}
      </Member>
      <Member model="pooled" name="Pooled model" />
    </SectionCard>
  );
}

type MemberProps = { model: Model; name: string; children?: (isOff: boolean) => ReactNode };

function Member({ model, name, children }: MemberProps) {
  const { rule } = useField(`models.${model}`);
  const enabled = useField(`models.${model}.enabled`);
  return (
    <fieldset className={classes.member}>
      <legend className={classes.hidden}>{name}</legend>
      <Checkbox
        data-field={`models.${model}.enabled`}
        label={name}
        description={rule.description}
        checked={enabled.value === true}
        onChange={(event) => enabled.set(event.currentTarget.checked)}
        error={enabled.error}
        styles={{ label: { fontWeight: 600 } }}
      />
      {children && (
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
          {children(enabled.value !== true)}
        </SimpleGrid>
      )}
    </fieldset>
  );
}
