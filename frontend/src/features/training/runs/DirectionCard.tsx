import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count, percent, skill } from "@/shared/format/numbers";
import { HORIZONS } from "@/shared/horizons";
import type { Run } from "../runQueries";

/** The scores of the probabilities of a rise, of a run of the target direction, beside the base rate. */
export function DirectionCard({ run: { direction } }: { run: Run }) {
  const rows = HORIZONS.flatMap((horizon) => {
    const score = direction[horizon];
    return score ? [{ horizon, ...score }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <Card component="section" aria-label={m.training_direction()}>
      <Title order={2} size="h4">
        {m.training_direction()}
      </Title>
      <FigureTable
        caption={
          "The probability of a rise, on the test part. Base rate: the share of rises before it. Skill: 1 − " +
          "Brier score / that of the base rate; 0 or less means no better than the base rate."
        }
        minWidth={640}
        rows={rows}
        keyOf={({ horizon }) => horizon}
        columns={[
          { name: "Horizon", of: ({ horizon }) => horizon.toUpperCase() },
          { name: "Brier", of: ({ brier }) => brier.toFixed(4) },
          { name: "Base rate's Brier", of: ({ baseBrier }) => baseBrier.toFixed(4) },
          { name: "Skill", of: ({ brier, baseBrier }) => skill(1 - brier / baseBrier) },
          { name: "Log loss", of: ({ logLoss }) => logLoss.toFixed(4) },
          { name: "Base rate's log loss", of: ({ baseLogLoss }) => baseLogLoss.toFixed(4) },
          { name: "Hit rate", of: ({ hitRate }) => percent(hitRate * 100) },
          { name: "Forecasts", of: ({ testRows }) => count(testRows) },
        ]}
      />
    </Card>
  );
}
