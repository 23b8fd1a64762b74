import { Skeleton } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Loaded } from "@/shared/components/LoadState";
import { ChartLegend } from "./ChartLegend";
import { PointsTable } from "./PointsTable";
import { PriceChart } from "./PriceChart";
import { hasForecast } from "./points";
import type { useChart } from "./queries";

/** Closes and the forecast path. */
export function ForecastPanel({ ticker, query }: { ticker: string; query: ReturnType<typeof useChart> }) {
  return (
    <Loaded query={query} what={m.stock_the_chart()} skeleton={<Skeleton height={560} />}>
      {({ points }) => (
        <>
          <PriceChart ticker={ticker} points={points} />
          <ChartLegend>
            <span data-line="actual">{m.stock_close()}</span>
            {hasForecast(points) ? (
              <>
                <span data-line="predicted">{m.stock_forecast()}</span>
                <span data-line="interval">{m.stock_80_interval()}</span>
              </>
            ) : (
              <span>{m.stock_no_forecast_at_this_horizon()}</span>
            )}
          </ChartLegend>
          <PointsTable ticker={ticker} points={points} />
        </>
      )}
    </Loaded>
  );
}
