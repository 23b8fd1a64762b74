import { Card, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { count, percent } from "@/shared/format/numbers";
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
        {figures.first} to {figures.last}, {count(figures.sessions)} sessions.
        {figures.luck && luckWords(figures.luck)}
        {simulation.overfitting !== null &&
          ` Of its batch, the best simulation was below the median of other sessions in ${percent(100 * simulation.overfitting, 0)} of the splits (PBO).`}
      </Text>
      <FigureRows columns={[{ key: simulation.simulationId, name: nameOf(simulation), figures }]} />
    </Card>
  );
}

function luckWords(luck: NonNullable<Figures["luck"]>): string {
  const needed =
    luck.neededObservations === null
      ? ""
      : ` A record of ${count(luck.neededObservations)} sessions would show a Sharpe ratio above 0; there are ${count(luck.observations)}.`;
  return ` By luck, the best of ${count(luck.trials)} ${luck.trials === 1 ? "trial" : "trials"} has a Sharpe ratio of ${luck.sharpeByLuck.toFixed(2)}.${needed}`;
}
