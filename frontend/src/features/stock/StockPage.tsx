import { Group, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { MyListProvider } from "@/shared/myList";
import { PageTitle } from "@/shared/PageTitle";
import { Star } from "@/shared/Star";
import { ChartCard } from "./ChartCard";
import { keepTicker } from "./lastTicker";
import { ModelStatusCard } from "./ModelStatusCard";
import { OverviewCard } from "./OverviewCard";
import { PredictionsCard } from "./PredictionsCard";
import { refusalOf, useOverview } from "./queries";
import classes from "./StockPage.module.css";
import { TickerSelect } from "./TickerSelect";
import { UnknownTicker } from "./UnknownTicker";

const route = getRouteApi("/shell/stocks/$ticker");

/** What is known and forecast of one stock. */
export function StockPage() {
  // The API takes either case; one way to write a ticker keeps one answer of each.
  const ticker = route.useParams().ticker.toUpperCase();
  const overview = useOverview(ticker);
  const unknown = refusalOf(overview.error) === "unknown_ticker";

  useEffect(() => {
    if (overview.data) keepTicker(ticker);
    else if (unknown) keepTicker(null);
  }, [overview.data, unknown, ticker]);

  if (unknown) return <UnknownTicker ticker={ticker} />;
  return (
    <MyListProvider>
      <Group justify="space-between" align="flex-start" mb="md">
        <div>
          <Group gap={4}>
            <PageTitle tab={ticker} mb={0}>
              Stock Detail: {ticker}
            </PageTitle>
            <Star ticker={ticker} />
          </Group>
          <Text c="dimmed">{overview.data?.name ?? "\u00a0"}</Text>
        </div>
        <TickerSelect ticker={ticker} name={overview.data?.name} />
      </Group>
      <div className={classes.layout}>
        <PredictionsCard ticker={ticker} className={classes.predictions} />
        <ChartCard ticker={ticker} className={classes.chart} />
        <ModelStatusCard ticker={ticker} className={classes.status} />
        <OverviewCard ticker={ticker} query={overview} className={classes.overview} />
      </div>
    </MyListProvider>
  );
}
