import { Card, Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { DayFilters, Filters } from "@/shared/components/Filters";
import { Empty, Loaded } from "@/shared/components/LoadState";
import { Sentence, slot } from "@/shared/components/Sentence";
import { TextLink } from "@/shared/components/TextLink";
import { count, percent } from "@/shared/format/numbers";
import { type Completeness, useCompleteness } from "../queries";
import { useDataSearch } from "../useDataSearch";
import { GapCard } from "./GapCard";
import { HeatMap } from "./HeatMap";
import { totalOf } from "./totals";

/** The heat map of completeness, and the sessions of the selected cell. */
export function CompletenessTab() {
  const { search, change } = useDataSearch();
  const { series = "daily", ticker, month, from, to } = search;
  const completeness = useCompleteness(search);
  return (
    <>
      <Card component="section" aria-label={m.data_completeness()}>
        <Group align="flex-end" gap="md">
          <SegmentedControl
            aria-label={m.data_series()}
            mb={16}
            value={series}
            onChange={(next) => change({ series: next === "minutes" ? next : undefined, month: undefined })}
            data={[
              { value: "daily", label: m.data_daily_bars() },
              { value: "minutes", label: m.data_minutes() },
            ]}
          />
          <Filters
            filtered={from !== undefined || to !== undefined}
            onReset={() => change({ from: undefined, to: undefined })}
          >
            <DayFilters from={from} to={to} onChange={change} />
          </Filters>
        </Group>
        <Loaded query={completeness} what={m.data_the_completeness()} skeleton={<Skeleton height={420} />}>
          {(found) =>
            found.data.length === 0 ? (
              <Nothing series={found.series} />
            ) : (
              <>
                <Total completeness={found} />
                <HeatMap
                  completeness={found}
                  selected={ticker && month ? { ticker, month } : null}
                  onSelect={(place) => change(place)}
                />
              </>
            )
          }
        </Loaded>
      </Card>
      {ticker && month && (
        <GapCard key={`${series} ${ticker} ${month}`} series={series} ticker={ticker} month={month} />
      )}
    </>
  );
}

function Total({ completeness }: { completeness: Completeness }) {
  const { expected, present, absent, missing } = totalOf(completeness.data);
  return (
    <Text size="sm" mb={6}>
      <Sentence
        text={m.data_of_expected_sessions_of_series_are({
          expected: count(expected),
          count: completeness.data.length,
          asOf: completeness.asOf ?? "–",
          absent: count(absent),
          missing: count(missing),
          strong: slot("strong"),
        })}
        slots={{ strong: <strong>{percent((100 * present) / expected, 2)}</strong> }}
      />
    </Text>
  );
}

function Nothing({ series }: { series: Completeness["series"] }) {
  const dag = series === "daily" ? "vn30_data_crawler" : "vn30_intraday_crawler";
  return (
    <Empty title={m.data_no_session_is_expected_in_this()}>
      <Sentence
        text={
          series === "daily"
            ? m.data_dag_loads_bars({ dag: slot("dag") })
            : m.data_dag_loads_minutes({ dag: slot("dag") })
        }
        slots={{
          dag: (
            <TextLink to="/pipelines" search={{ dag }} underline="always">
              {dag}
            </TextLink>
          ),
        }}
      />
    </Empty>
  );
}
