import { Card, Group, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill } from "@/shared/components/Pill";
import { count, percent } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { type Report, useNewestReport } from "../queries";
import { SERIES_STATES } from "../words";

/** The report of the newest crawl, and the state in which each series was left. */
export function NewestReportCard() {
  const newest = useNewestReport();
  return (
    <Card component="section" aria-label={m.data_newest_crawl()}>
      <Title order={2} size="h4" mb="xs">
        {m.data_newest_crawl()}
      </Title>
      <Loaded query={newest} what={m.data_the_report()} skeleton={<SkeletonLines lines={6} height={24} />}>
        {({ report, series }) => (
          <>
            <Group gap="xs" mb="xs">
              <Pill tone={report.errors > 0 ? "down" : "up"}>
                {m.data_count_errors({ count: report.errors, number: count(report.errors) })}
              </Pill>
              <Pill tone={report.warnings > 0 ? "middling" : "up"}>
                {m.data_count_warnings({ count: report.warnings, number: count(report.warnings) })}
              </Pill>
            </Group>
            <Text size="sm" mb="sm" data-from-api>
              {report.summary}
            </Text>
            <FactList
              wide
              facts={[
                [m.data_as_of_session(), report.crawlAsOf],
                [m.data_source(), report.source],
                [m.data_reported(), time(report.reportedAt)],
                [m.data_run(), report.runId],
                [m.data_members_that_the_source_does_not(), report.absentMembers.join(", ")],
              ]}
            />
            <SeriesTable series={series} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function SeriesTable({ series }: { series: Report["series"] }) {
  return (
    <details>
      <summary>
        <Text span size="sm">
          {m.data_series_each_by_the_newest_crawl({ count: count(series.length) })}
        </Text>
      </summary>
      <FigureTable
        caption={m.data_completeness_is_bars_stored_of_sessions()}
        minWidth={860}
        rows={series}
        keyOf={({ ticker }) => ticker}
        columns={[
          { name: m.data_series(), of: ({ ticker }) => ticker },
          { name: m.data_state(), isWords: true, of: ({ state }) => SERIES_STATES[state] },
          { name: m.data_answered_by(), isWords: true, of: ({ answeredBy }) => answeredBy ?? "–" },
          { name: m.data_first_bar(), of: ({ firstBar }) => firstBar ?? "–" },
          { name: m.data_newest(), of: ({ newestSession }) => newestSession ?? "–" },
          { name: m.data_expected(), of: ({ sessionsExpected }) => count(sessionsExpected) },
          { name: m.data_stored(), of: ({ barsStored }) => count(barsStored) },
          { name: m.data_absent(), of: ({ knownAbsences }) => count(knownAbsences) },
          { name: m.data_missing(), of: ({ openGaps }) => count(openGaps) },
          { name: m.data_untraded(), of: ({ sessionsUntraded }) => count(sessionsUntraded) },
          { name: m.data_complete(), of: ({ completenessPct }) => percent(completenessPct, 2) },
        ]}
      />
    </details>
  );
}
