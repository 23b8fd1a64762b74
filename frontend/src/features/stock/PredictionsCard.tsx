import { Card, Text, Title } from "@mantine/core";
import { refusalOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Forecast } from "./Forecast";
import classes from "./PredictionsCard.module.css";
import { usePredictions } from "./queries";
import { HORIZONS } from "./search";

/** The forecasts 7, 15 and 30 trading sessions ahead. */
export function PredictionsCard({ ticker, className }: { ticker: string; className?: string | undefined }) {
  const query = usePredictions(ticker);
  return (
    <Card component="section" aria-labelledby="predictions" className={className}>
      <Title order={2} size="h4" id="predictions">
        {m.stock_predictions()}
      </Title>
      {refusalOf(query.error) === "no_forecast" ? (
        <Empty title={m.stock_no_forecast_of({ ticker })}>
          {m.stock_the_next_training_run_with_enough()}
        </Empty>
      ) : (
        <Loaded
          query={query}
          what={m.stock_the_predictions()}
          skeleton={<SkeletonLines lines={3} height={96} />}
        >
          {({ horizons, forecastAsOf, asOf, restatement }) => (
            <>
              <Text size="sm" c="dimmed" mb="xs">
                {asOf !== null && asOf !== forecastAsOf
                  ? m.stock_made_after_stale({ session: forecastAsOf, newest: asOf })
                  : m.stock_made_after({ session: forecastAsOf })}
              </Text>
              {restatement && (
                <Text size="sm" mb="xs">
                  {m.stock_restated_since({
                    date: restatement.exDate,
                    factor: restatement.factor,
                    cause: restatement.likelyCause,
                  })}
                </Text>
              )}
              <ul className={classes.list}>
                {HORIZONS.map((horizon) => {
                  const forecast = horizons[String(horizon)];
                  return (
                    <li key={horizon}>
                      {forecast ? (
                        <Forecast horizon={horizon} forecast={forecast} />
                      ) : (
                        <Text size="sm" c="dimmed">
                          {m.stock_horizon_without({ horizon })}
                        </Text>
                      )}
                    </li>
                  );
                })}
              </ul>
            </>
          )}
        </Loaded>
      )}
    </Card>
  );
}
