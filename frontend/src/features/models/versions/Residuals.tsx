import { Box, Group, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { HorizonControl } from "@/shared/components/HorizonControl";
import { change, count, percent } from "@/shared/format/numbers";
import { HORIZONS, type Horizon } from "@/shared/horizons";
import type { VersionDetail } from "./queries";
import classes from "./Residuals.module.css";

/** The errors of the test forecasts at one horizon: their distribution, and their size by quarter. */
export function Residuals({ version }: { version: VersionDetail }) {
  const known = HORIZONS.filter((horizon) => version.residuals[horizon]);
  const [chosen, setChosen] = useState<Horizon | undefined>();
  const horizon = chosen ?? known[0];
  const residuals = horizon && version.residuals[horizon];
  if (!residuals) {
    return (
      <Text size="sm" c="dimmed">
        {m.models_not_recorded_for_this_version()}
      </Text>
    );
  }
  const { mean, deviation, edges, counts, quarters } = residuals;
  const most = Math.max(...counts, 1);
  return (
    <>
      <HorizonControl of={m.models_the_residuals()} value={horizon} onChange={setChosen} horizons={known} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" mt="sm">
        <Box>
          <div
            className={classes.histogram}
            role="img"
            aria-label={m.models_distribution_of_errors_mean_standard_deviation({
              reduce: count(counts.reduce((sum, one) => sum + one, 0)),
              mean: change(mean, 2),
              deviation: percent(deviation),
            })}
          >
            {counts.map((one, index) => (
              <span
                key={edges[index]}
                style={{ height: `${(100 * one) / most}%` }}
                title={m.models_to({
                  index: change(edges[index]),
                  index2: change(edges[index + 1]),
                  one: count(one),
                })}
              />
            ))}
          </div>
          <Group justify="space-between">
            <Text size="xs" c="dimmed" className="figures">
              {change(edges[0])}
            </Text>
            <Text size="xs" c="dimmed" className="figures">
              {change(edges.at(-1))}
            </Text>
          </Group>
          <Text size="sm" mt={4}>
            {m.models_outcome_minus_forecast_percent_of_the({
              mean: change(mean, 2),
              deviation: percent(deviation, 2),
            })}
          </Text>
        </Box>
        <FigureTable<(typeof quarters)[number]>
          caption={m.models_mean_absolute_error_by_quarter_of()}
          minWidth={300}
          rows={quarters}
          keyOf={({ quarter }) => quarter}
          columns={[
            { name: m.models_quarter(), of: ({ quarter }) => quarter },
            { name: m.models_error(), of: ({ error }) => percent(error, 2) },
            { name: m.models_naive(), of: ({ naiveError }) => percent(naiveError, 2) },
            { name: m.models_forecasts(), of: ({ rows }) => count(rows) },
          ]}
        />
      </SimpleGrid>
    </>
  );
}
