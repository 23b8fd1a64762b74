import { Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { Change } from "@/shared/components/figures";
import { Loaded } from "@/shared/components/LoadState";
import { change, decimal } from "@/shared/format/numbers";
import { type Returns, usePerformance } from "./queries";
import type { View } from "./series";
import { ValueChart } from "./ValueChart";

const VIEWS: { value: View; label: string }[] = [
  { value: "growth", label: m.portfolio_against_vn30() },
  { value: "value", label: m.portfolio_value_in_vnd() },
];

/** The returns of a portfolio, and its value session by session beside the VN30 or its deposits. */
export function PerformanceCard({ id }: { id: string }) {
  const query = usePerformance(id);
  const [view, setView] = useState<View>("growth");
  return (
    <Loaded query={query} what={m.portfolio_the_performance()} skeleton={<Skeleton height={420} />}>
      {({ data, returns }) => (
        <>
          {returns && <ReturnFacts returns={returns} />}
          <Group my="sm">
            <SegmentedControl
              aria-label={m.portfolio_what_the_chart_shows()}
              size="xs"
              data={VIEWS}
              value={view}
              onChange={(value) => setView(value === "value" ? "value" : "growth")}
            />
          </Group>
          <ValueChart points={data} view={view} />
          <Text size="sm" c="dimmed" mt="xs">
            {m.portfolio_the_vn30_is_an_index_of()}
          </Text>
        </>
      )}
    </Loaded>
  );
}

function ReturnFacts({ returns }: { returns: Returns }) {
  const { timeWeightedYearly, moneyWeightedYearly, difference } = returns;
  return (
    <FactList
      wide
      facts={[
        [m.portfolio_period(), m.portfolio_from_to({ first: returns.first, last: returns.last })],
        [
          m.portfolio_time_weighted(),
          <>
            <Change value={100 * returns.timeWeighted} digits={2} />
            {yearly(timeWeightedYearly)}
          </>,
        ],
        [
          m.portfolio_money_weighted(),
          returns.moneyWeighted == null ? null : (
            <>
              <Change value={100 * returns.moneyWeighted} digits={2} />
              {yearly(moneyWeightedYearly)}
            </>
          ),
        ],
        [
          m.portfolio_vn30(),
          returns.index == null ? null : <Change key="index" value={100 * returns.index} digits={2} />,
        ],
        [
          m.portfolio_less_vn30(),
          difference && (
            <>
              <Change value={100 * difference.logReturn} digits={2} />
              {difference.error == null
                ? m.portfolio_too_few_sessions()
                : m.portfolio_error_beside({
                    error: decimal(100 * difference.error, 2),
                    sessions: difference.sessions,
                  })}
            </>
          ),
        ],
      ]}
    />
  );
}

function yearly(share: number | null): string {
  return share == null ? "" : m.portfolio_a_year({ change: change(100 * share, 2) });
}
