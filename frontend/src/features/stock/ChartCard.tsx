import { Card, Group, SegmentedControl, Tabs, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useId } from "react";
import { m } from "@/paraglide/messages";
import { VerdictPill } from "@/shared/components/VerdictPill";
import classes from "./ChartCard.module.css";
import { ForecastPanel } from "./ForecastPanel";
import { hasForecast } from "./points";
import { useChart } from "./queries";
import { SeriesPanel } from "./SeriesPanel";
import {
  DEFAULT_HISTORY,
  DEFAULT_HORIZON,
  DEFAULT_PRICES,
  HISTORIES,
  HORIZONS,
  isRange,
  RANGES,
  type StockSearch,
  stockSearch,
} from "./search";

const route = getRouteApi("/shell/stocks/$ticker");

const PRICES = [
  { value: "adjusted", label: m.stock_adjusted() },
  { value: "raw", label: m.stock_as_traded() },
];

/** The forecast at a horizon, or the prices of a range, by the address. */
export function ChartCard({ ticker, className }: { ticker: string; className?: string | undefined }) {
  const { horizon = DEFAULT_HORIZON, history = DEFAULT_HISTORY, range, prices } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useChart(ticker, history, horizon, range === undefined);
  const tab = range ?? String(horizon);

  function look(part: { [name in keyof StockSearch]: string | undefined }) {
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
          {m.stock_price_and_forecast()}
        </Title>
        {range === undefined && query.data && hasForecast(query.data.points) && (
          <VerdictPill verdict={query.data.verdict} />
        )}
      </Group>
      <Tabs
        value={tab}
        onChange={(value) => {
          if (value !== null) look(isRange(value) ? { range: value } : { range: undefined, horizon: value });
        }}
      >
        <Tabs.List
          aria-label={m.stock_forecast_in_trading_sessions_or_prices()}
          className={classes.tabs ?? ""}
        >
          {HORIZONS.map((sessions) => (
            <Tabs.Tab key={sessions} value={String(sessions)} title={m.stock_forecast_ahead({ sessions })}>
              {m.stock_days_ahead({ days: sessions })}
            </Tabs.Tab>
          ))}
          {RANGES.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              data-range
              title={m.stock_prices_of_range({ range: RANGE_NAMES[name] })}
            >
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Group justify="flex-end" gap="xs" my="xs">
          {range === undefined ? (
            <Choice
              label={m.stock_history_in_sessions()}
              value={String(history)}
              onChange={(value) => look({ history: value })}
              data={HISTORIES.map(String)}
            />
          ) : (
            <Choice
              label={m.stock_prices()}
              value={prices ?? DEFAULT_PRICES}
              onChange={(value) => look({ prices: value })}
              data={PRICES}
            />
          )}
        </Group>
        <Tabs.Panel value={tab} aria-busy={query.isPlaceholderData}>
          {range === undefined ? (
            <ForecastPanel ticker={ticker} query={query} />
          ) : (
            <SeriesPanel ticker={ticker} range={range} prices={prices ?? DEFAULT_PRICES} />
          )}
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

const RANGE_NAMES = {
  "1D": m.stock_range_1d(),
  "1W": m.stock_range_1w(),
  "1M": m.stock_range_1m(),
  "3M": m.stock_range_3m(),
  "6M": m.stock_range_6m(),
  YTD: m.stock_range_ytd(),
  "1Y": m.stock_range_1y(),
  "2Y": m.stock_range_2y(),
  "5Y": m.stock_range_5y(),
  "10Y": m.stock_range_10y(),
} as const;

type Choice = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  data: (string | { value: string; label: string })[];
};

function Choice({ label, ...control }: Choice) {
  const id = useId();
  return (
    <>
      <Text size="sm" c="dimmed" id={id}>
        {label}
      </Text>
      <SegmentedControl size="xs" aria-labelledby={id} {...control} />
    </>
  );
}
