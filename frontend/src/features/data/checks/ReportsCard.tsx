import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { WrappedText } from "@/shared/components/WrappedText";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { allReports, useReports } from "../queries";
import { useDataSearch } from "../useDataSearch";

const COLUMNS: DataColumns<Schemas["ReportRow"]> = [
  {
    id: "as_of",
    name: m.data_as_of_session(),
    of: ({ crawlAsOf }) => crawlAsOf,
    value: ({ crawlAsOf }) => crawlAsOf,
  },
  { id: "errors", name: m.data_errors(), of: ({ errors }) => count(errors), value: ({ errors }) => errors },
  {
    id: "warnings",
    name: m.data_warnings(),
    of: ({ warnings }) => count(warnings),
    value: ({ warnings }) => warnings,
  },
  {
    id: "summary",
    name: m.data_summary(),
    isWords: true,
    of: ({ summary }) => <WrappedText>{summary}</WrappedText>,
    value: ({ summary }) => summary,
  },
  {
    id: "source",
    name: m.data_source(),
    isWords: true,
    of: ({ source }) => source,
    value: ({ source }) => source,
  },
  {
    id: "reported_at",
    name: m.data_reported(),
    isWords: true,
    of: ({ reportedAt }) => time(reportedAt),
    value: ({ reportedAt }) => reportedAt,
  },
];

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
        hint={<MadeByDag dag="vn30_data_crawler">{m.data_each_crawl_ends_with_one()}</MadeByDag>}
        onPage={(secondPage) => change({ secondPage }, false)}
      >
        {(rows, isPage) => (
          <DataTable
            id="reports"
            label={m.data_table_of({ name: m.data_reports() })}
            caption={m.data_newest_first()}
            minWidth={760}
            columns={COLUMNS}
            rows={rows}
            keyOf={({ runId }) => runId}
            fileName="reports"
            isPage={isPage}
            readAll={() => allReports()}
          />
        )}
      </PagedList>
    </Card>
  );
}
