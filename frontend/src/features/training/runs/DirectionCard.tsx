import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { count, decimal, percent, skill } from "@/shared/format/numbers";
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
        caption={m.training_the_probability_of_a_rise_on()}
        minWidth={640}
        rows={rows}
        keyOf={({ horizon }) => horizon}
        columns={[
          { name: m.training_horizon(), of: ({ horizon }) => horizon.toUpperCase() },
          { name: m.training_brier(), of: ({ brier }) => decimal(brier, 4) },
          { name: m.training_base_rates_brier(), of: ({ baseBrier }) => decimal(baseBrier, 4) },
          { name: m.training_skill(), of: ({ brier, baseBrier }) => skill(1 - brier / baseBrier) },
          { name: m.training_log_loss(), of: ({ logLoss }) => decimal(logLoss, 4) },
          { name: m.training_base_rates_log_loss(), of: ({ baseLogLoss }) => decimal(baseLogLoss, 4) },
          { name: m.training_hit_rate(), of: ({ hitRate }) => percent(hitRate * 100) },
          { name: m.training_forecasts(), of: ({ testRows }) => count(testRows) },
        ]}
      />
    </Card>
  );
}
