import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
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
    <Card component="section" aria-label={m.data_reports()} mt="md">
      <Title order={2} size="h4" mb="xs">
        {m.data_reports()}
      </Title>
      <PagedList
        noun="report"
        query={useReports(search)}
        filtered={false}
        hint={m.data_each_crawl_ends_with_one()}
        onPage={(secondPage) => change({ secondPage }, false)}
      >
        {(rows) => (
          <FigureTable
            caption={m.data_newest_first()}
            minWidth={760}
            rows={rows}
            keyOf={({ runId }) => runId}
            columns={[
              { name: m.data_as_of_session(), of: ({ crawlAsOf }) => crawlAsOf },
              { name: m.data_errors(), of: ({ errors }) => count(errors) },
              { name: m.data_warnings(), of: ({ warnings }) => count(warnings) },
              {
                name: m.data_summary(),
                isWords: true,
                of: ({ summary }) => <WrappedText>{summary}</WrappedText>,
              },
              { name: m.data_source(), isWords: true, of: ({ source }) => source },
              { name: m.data_reported(), isWords: true, of: ({ reportedAt }) => time(reportedAt) },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
