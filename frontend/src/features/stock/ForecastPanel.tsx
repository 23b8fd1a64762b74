import { Skeleton } from "@mantine/core";
import { Loaded } from "@/shared/components/LoadState";
import { ChartLegend } from "./ChartLegend";
import { PointsTable } from "./PointsTable";
import { PriceChart } from "./PriceChart";
import { hasForecast } from "./points";
import type { useChart } from "./queries";

/** Closes and the forecast path. */
export function ForecastPanel({ ticker, query }: { ticker: string; query: ReturnType<typeof useChart> }) {
  return (
    <Loaded query={query} what="The chart" skeleton={<Skeleton height={560} />}>
      {({ points }) => (
        <>
          <PriceChart ticker={ticker} points={points} />
          <ChartLegend>
            <span data-line="actual">Close</span>
            {hasForecast(points) ? (
              <>
                <span data-line="predicted">Forecast</span>
                <span data-line="interval">80 % interval</span>
              </>
            ) : (
              <span>No forecast at this horizon</span>
            )}
          </ChartLegend>
          <PointsTable ticker={ticker} points={points} />
        </>
      )}
    </Loaded>
  );
}
