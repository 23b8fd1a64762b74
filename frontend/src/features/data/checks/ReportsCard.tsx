import { Card, Title } from "@mantine/core";
import { FigureTable } from "@/shared/components/FigureTable";
import { PagedList } from "@/shared/components/PagedList";
import { WrappedText } from "@/shared/components/WrappedText";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { useReports } from "../queries";
import { useDataSearch } from "../useDataSearch";

/** The reports of all crawls. */
export function ReportsCard() {
  const { search, change } = useDataSearch();
  return (
    <Card component="section" aria-label="Reports" mt="md">
      <Title order={2} size="h4" mb="xs">
        Reports
      </Title>
      <PagedList
        noun="report"
        query={useReports(search)}
        filtered={false}
        hint="Each crawl ends with one."
        onPage={(secondPage) => change({ secondPage }, false)}
      >
        {(rows) => (
          <FigureTable
            caption="Newest first"
            minWidth={760}
            rows={rows}
            keyOf={({ runId }) => runId}
            columns={[
              { name: "As of session", of: ({ crawlAsOf }) => crawlAsOf },
              { name: "Errors", of: ({ errors }) => count(errors) },
              { name: "Warnings", of: ({ warnings }) => count(warnings) },
              { name: "Summary", isWords: true, of: ({ summary }) => <WrappedText>{summary}</WrappedText> },
              { name: "Source", isWords: true, of: ({ source }) => source },
              { name: "Reported", isWords: true, of: ({ reportedAt }) => time(reportedAt) },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
