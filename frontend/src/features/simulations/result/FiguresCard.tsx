import { Card, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { count, decimal, percent } from "@/shared/format/numbers";
import type { Figures, Simulation } from "../queries";
import { nameOf } from "../words";
import { FigureRows } from "./FigureRows";

/** All figures beside the benchmarks, and what luck explains. */
export function FiguresCard({ simulation, figures }: { simulation: Simulation; figures: Figures }) {
  return (
    <Card component="section" aria-label={m.simulations_figures()}>
      <Title order={2} size="h4" mb="xs">
        {m.simulations_what_it_is_worth()}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {[
          m.simulations_span_of_sessions({
            first: figures.first,
            last: figures.last,
            count: count(figures.sessions),
          }),
          ...(figures.luck ? luckWords(figures.luck) : []),
          ...(simulation.overfitting === null
            ? []
            : [m.simulations_below_median({ share: percent(100 * simulation.overfitting, 0) })]),
        ].join(" ")}
      </Text>
      <FigureRows columns={[{ key: simulation.simulationId, name: nameOf(simulation), figures }]} />
    </Card>
  );
}

function luckWords(luck: NonNullable<Figures["luck"]>): string[] {
  const byLuck = m.simulations_best_by_luck({
    count: luck.trials,
    trials: count(luck.trials),
    ratio: decimal(luck.sharpeByLuck, 2),
  });
  if (luck.neededObservations === null) return [byLuck];
  const needed = m.simulations_record_needed({
    needed: count(luck.neededObservations),
    there: count(luck.observations),
  });
  return [byLuck, needed];
}
