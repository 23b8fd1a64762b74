import { Group, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { refusalOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { PageTitle } from "@/shared/components/PageTitle";
import { Star } from "@/shared/components/Star";
import { MyListProvider } from "@/shared/hooks/useMyList";
import { RiskCard } from "@/shared/risk/RiskCard";
import { ChartCard } from "./ChartCard";
import { KeyFiguresCard } from "./KeyFiguresCard";
import { keepTicker } from "./lastTicker";
import { ModelStatusCard } from "./ModelStatusCard";
import { NewsCard } from "./NewsCard";
import { OverviewCard } from "./OverviewCard";
import { PredictionsCard } from "./PredictionsCard";
import { QuoteLine } from "./QuoteLine";
import { useOverview } from "./queries";
import { RecommendationCard } from "./RecommendationCard";
import { ReliabilityCard } from "./ReliabilityCard";
import classes from "./StockPage.module.css";
import { TickerField } from "./TickerField";
import { UnknownTicker } from "./UnknownTicker";

const route = getRouteApi("/shell/stocks/$ticker");

/** One stock: company, prices, forecasts and model. */
export function StockPage() {
  // The API accepts either case; upper case keeps one cached answer a ticker.
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
              {m.stock_detail_of({ ticker })}
            </PageTitle>
            <Star ticker={ticker} />
          </Group>
          <Text c="dimmed">{overview.data?.name ?? "\u00a0"}</Text>
        </div>
        <TickerField ticker={ticker} name={overview.data?.name} />
      </Group>
      <QuoteLine ticker={ticker} />
      <div className={classes.layout}>
        <PredictionsCard ticker={ticker} className={classes.predictions} />
        <ChartCard ticker={ticker} className={classes.chart} />
        <OverviewCard ticker={ticker} query={overview} className={classes.overview} />
        <ModelStatusCard ticker={ticker} className={classes.status} />
        <RecommendationCard ticker={ticker} className={classes.recommendation} />
        <KeyFiguresCard ticker={ticker} className={classes.figures} />
        <ReliabilityCard className={classes.reliability} />
        <RiskCard ticker={ticker} className={classes.risk} />
        <NewsCard ticker={ticker} className={classes.news} />
      </div>
    </MyListProvider>
  );
}
