import { Card, Group, Skeleton, Switch, Text, Title } from "@mantine/core";
import { lazy, Suspense, useMemo, useState } from "react";
import { m } from "@/paraglide/messages";
import { stretchesOf } from "@/shared/charts/stretches";
import { Loaded } from "@/shared/components/LoadState";
import { count } from "@/shared/format/numbers";
import type { GrowthLine, Mark, Trend } from "../GrowthChart";
import { type Equity, type Simulation, type Trade, useEquity, useMarkedTrades } from "../queries";

// The chart library is loaded with the chart.
const GrowthChart = lazy(() => import("../GrowthChart").then((module) => ({ default: module.GrowthChart })));

/** Growth beside the same stocks held and the VN30, with trades and the trend of the market on request. */
export function EquityCard({ simulation }: { simulation: Simulation }) {
  const equity = useEquity(simulation.simulationId);
  const [withTrades, setWithTrades] = useState(false);
  const [withTrend, setWithTrend] = useState(false);
  const trades = useMarkedTrades(simulation.simulationId, withTrades);
  return (
    <Card component="section" aria-label={m.simulations_growth()}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {m.simulations_growth_from_100()}
        </Title>
        <Group gap="md">
          {simulation.hasTrades && (
            <Switch
              size="sm"
              label={m.simulations_trades()}
              checked={withTrades}
              onChange={(event) => setWithTrades(event.currentTarget.checked)}
            />
          )}
          <Switch
            size="sm"
            label={m.simulations_trend_of_vnindex()}
            checked={withTrend}
            onChange={(event) => setWithTrend(event.currentTarget.checked)}
          />
        </Group>
      </Group>
      <Loaded query={equity} what={m.simulations_the_growth()} skeleton={<Skeleton height={340} />}>
        {(known) => (
          <>
            <Chart
              equity={known}
              trades={withTrades ? (trades.data?.data ?? []) : []}
              withTrend={withTrend}
            />
            {withTrades && trades.data && trades.data.meta.total > trades.data.data.length && (
              <Text size="sm" c="dimmed" mt={4}>
                {m.simulations_the_first_of_trades_are_marked({
                  count: count(trades.data.data.length),
                  total: count(trades.data.meta.total),
                })}
              </Text>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Chart({ equity, trades, withTrend }: { equity: Equity; trades: Trade[]; withTrend: boolean }) {
  const lines = useMemo((): GrowthLine[] => {
    const { sessions } = equity;
    return [
      { id: "simulation", name: m.simulations_simulation(), sessions, values: equity.equity },
      { id: "held", name: m.simulations_same_stocks_held(), sessions, values: equity.buyAndHold },
      { name: "VN30", sessions, values: equity.vn30 },
    ];
  }, [equity]);
  const marks = useMemo(() => marksOf(trades), [trades]);
  const trends = useMemo(() => (withTrend ? trendsOf(equity) : []), [equity, withTrend]);
  return (
    <Suspense fallback={<Skeleton height={340} />}>
      <GrowthChart lines={lines} marks={marks} trends={trends} />
    </Suspense>
  );
}

/** One mark a session and side, in the order of sessions. */
function marksOf(trades: Trade[]): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { session, quantity } of trades) {
    const isPurchase = quantity > 0;
    marks.set(`${session} ${isPurchase}`, { session, isPurchase });
  }
  return [...marks.values()].toSorted((one, other) => one.session.localeCompare(other.session));
}

function trendsOf({ sessions, regimes }: Equity) {
  return stretchesOf(
    sessions.map((date, place) => {
      const regime = regimes[place] ?? "";
      const state: Trend | null = regime.includes("bull") ? "bull" : regime.includes("bear") ? "bear" : null;
      return { date, state };
    }),
  );
}
