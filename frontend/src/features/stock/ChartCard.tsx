import { Card, Group, SegmentedControl, Skeleton, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useId } from "react";
import { Loaded } from "@/shared/components/LoadState";
import { VerdictPill } from "@/shared/components/VerdictPill";
import classes from "./ChartCard.module.css";
import { PointsTable } from "./PointsTable";
import { PriceChart } from "./PriceChart";
import { hasForecast } from "./points";
import { useChart } from "./queries";
import { DEFAULT_HISTORY, DEFAULT_HORIZON, HISTORIES, HORIZONS, stockSearch } from "./search";

const route = getRouteApi("/shell/stocks/$ticker");

/** Closes and forecast, in the ranges of the address. */
export function ChartCard({ ticker, className }: { ticker: string; className?: string | undefined }) {
  const { horizon = DEFAULT_HORIZON, history = DEFAULT_HISTORY } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useChart(ticker, history, horizon);
  const historyLabel = useId();

  function look(part: { horizon?: string | null; history?: string }) {
    void navigate({
      search: (search) => stockSearch({ ...search, ...part }),
      replace: true,
      resetScroll: false,
    });
  }

  return (
    <Card component="section" aria-labelledby="chart" className={className}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="chart">
          Price & Forecast
        </Title>
        {query.data && hasForecast(query.data.points) && <VerdictPill verdict={query.data.verdict} />}
      </Group>
      <Tabs value={String(horizon)} onChange={(value) => look({ horizon: value })}>
        <Group justify="space-between" gap="xs" mb="sm">
          <Tabs.List aria-label="Forecast, in trading sessions">
            {HORIZONS.map((sessions) => (
              <Tabs.Tab key={sessions} value={String(sessions)}>
                {sessions}D
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Group gap="xs">
            <Text size="sm" c="dimmed" id={historyLabel}>
              History, in sessions
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby={historyLabel}
              value={String(history)}
              onChange={(value) => look({ history: value })}
              data={HISTORIES.map(String)}
            />
          </Group>
        </Group>
        <Tabs.Panel value={String(horizon)} aria-busy={query.isPlaceholderData}>
          <Loaded query={query} what="The chart" skeleton={<Skeleton height={560} />}>
            {({ points }) => (
              <>
                <PriceChart ticker={ticker} points={points} />
                <Legend forecast={hasForecast(points)} />
                <PointsTable ticker={ticker} points={points} />
              </>
            )}
          </Loaded>
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

function Legend({ forecast }: { forecast: boolean }) {
  return (
    <Group gap="md" mt="xs" className={classes.legend}>
      <span data-line="actual">Close</span>
      {forecast ? (
        <>
          <span data-line="predicted">Forecast</span>
          <span data-line="interval">80 % interval</span>
        </>
      ) : (
        <span>No forecast at this horizon</span>
      )}
      {/* The library's licence requires this attribution. */}
      <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer" className={classes.attribution}>
        Charts by TradingView
      </a>
    </Group>
  );
}
