import { Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";
import { m } from "@/paraglide/messages";
import { Empty, ErrorNotice, Loaded } from "@/shared/components/LoadState";
import { ActionList } from "./ActionList";
import { BarsTable } from "./BarsTable";
import { type Action, actionsByBar, type Bar } from "./bars";
import { ChartLegend } from "./ChartLegend";
import { useActions, useTimeSeries } from "./queries";
import { SeriesChart } from "./SeriesChart";
import type { Prices, Range } from "./search";

/** The prices of a range: candles, volume and corporate actions. */
export function SeriesPanel({ ticker, range, prices }: { ticker: string; range: Range; prices: Prices }) {
  const query = useTimeSeries(ticker, range, prices);
  const actions = useActions(ticker);
  return (
    <Loaded query={query} what={m.stock_the_prices()} skeleton={<Skeleton height={560} />}>
      {({ bars, resolution, sessionsABar, range: shown, prices: shownPrices }) =>
        bars.length === 0 ? (
          <Empty title={m.stock_no_prices_in_range({ ticker })}>
            {shown === "1D" ? m.stock_no_minutes_of_the_newest_session() : m.stock_none_are_stored_for_it_a()}
          </Empty>
        ) : (
          <>
            {actions.error !== null && (
              <ErrorNotice
                error={actions.error}
                what={m.stock_the_corporate_actions_could_not_be()}
                onRetry={actions.refetch}
              />
            )}
            <Series
              ticker={ticker}
              prices={shownPrices}
              bars={bars}
              actions={actions.data?.data ?? NO_ACTIONS}
              unit={unitOf(sessionsABar, resolution)}
            />
          </>
        )
      }
    </Loaded>
  );
}

const NO_ACTIONS: Action[] = [];

type Series = { ticker: string; prices: Prices; bars: Bar[]; actions: Action[]; unit: string };

function Series({ ticker, prices, bars, actions, unit }: Series) {
  const marks = useMemo(
    () =>
      actionsByBar(
        bars,
        actions.filter((action) => action.isUsed),
      ),
    [bars, actions],
  );
  const marked = [...marks.values()].flat();
  return (
    <>
      <SeriesChart ticker={ticker} prices={prices} bars={bars} marks={marks} />
      <ChartLegend>
        <span data-line="rise">{m.stock_rise()}</span>
        <span data-line="fall">{m.stock_fall()}</span>
        <span>{unit}</span>
        {marked.length > 0 && <span data-line="action">{m.stock_corporate_action()}</span>}
      </ChartLegend>
      {prices === "raw" && (
        <Text size="sm" c="dimmed" mt="xs">
          {m.stock_as_traded_rebuilt_from_the_adjusted()}
        </Text>
      )}
      <ActionList actions={marked.toSorted((one, other) => other.exDate.localeCompare(one.exDate))} />
      <BarsTable ticker={ticker} raw={prices === "raw"} bars={bars} />
    </>
  );
}

function unitOf(sessions: number, resolution: string): string {
  if (sessions > 1) return m.stock_bar_of_sessions({ count: sessions });
  if (resolution === "session") return m.stock_bar_of_session();
  return resolution === "minute" ? m.stock_bar_of_minute() : m.stock_bar_of_other({ resolution });
}
