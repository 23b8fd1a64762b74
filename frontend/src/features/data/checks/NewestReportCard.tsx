import { Card, Group, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FactList } from "@/shared/components/FactList";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill } from "@/shared/components/Pill";
import { count, percent } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { inWords, pluralOf } from "@/shared/format/words";
import { type Report, useNewestReport } from "../queries";

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
              <Pill tone={report.errors > 0 ? "down" : "up"}>{counted(report.errors, "error")}</Pill>
              <Pill tone={report.warnings > 0 ? "middling" : "up"}>
                {counted(report.warnings, "warning")}
              </Pill>
            </Group>
            <Text size="sm" mb="sm">
              {report.summary}
            </Text>
            <FactList
              wide
              facts={[
                ["As of session", report.crawlAsOf],
                ["Source", report.source],
                ["Reported", time(report.reportedAt)],
                ["Run", report.runId],
                ["Members that the source does not have", report.absentMembers.join(", ")],
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
          {count(series.length)} series, each by the newest crawl that had it
        </Text>
      </summary>
      <FigureTable
        caption={m.data_completeness_is_bars_stored_of_sessions()}
        minWidth={860}
        rows={series}
        keyOf={({ ticker }) => ticker}
        columns={[
          { name: "Series", of: ({ ticker }) => ticker },
          { name: "State", isWords: true, of: ({ state }) => inWords(state) },
          { name: "Answered by", isWords: true, of: ({ answeredBy }) => answeredBy ?? "–" },
          { name: "First bar", of: ({ firstBar }) => firstBar ?? "–" },
          { name: "Newest", of: ({ newestSession }) => newestSession ?? "–" },
          { name: "Expected", of: ({ sessionsExpected }) => count(sessionsExpected) },
          { name: "Stored", of: ({ barsStored }) => count(barsStored) },
          { name: "Absent", of: ({ knownAbsences }) => count(knownAbsences) },
          { name: "Missing", of: ({ openGaps }) => count(openGaps) },
          { name: "Untraded", of: ({ sessionsUntraded }) => count(sessionsUntraded) },
          { name: "Complete", of: ({ completenessPct }) => percent(completenessPct, 2) },
        ]}
      />
    </details>
  );
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${number === 1 ? noun : pluralOf(noun)}`;
}
