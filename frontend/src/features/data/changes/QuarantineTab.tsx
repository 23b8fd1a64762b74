import { Card, Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { WrappedText } from "@/shared/components/WrappedText";
import { time } from "@/shared/format/times";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { allQuarantine, useQuarantine } from "../queries";
import { useDataSearch } from "../useDataSearch";
import { TickerFilter } from "./TickerFilter";

type Rejected = Schemas["RejectedRow"];

const COLUMNS: DataColumns<Rejected> = [
  { id: "ticker", name: m.data_ticker(), of: ({ ticker }) => ticker, value: ({ ticker }) => ticker },
  {
    id: "session",
    name: m.data_session(),
    isWords: true,
    of: ({ session }) => session ?? m.data_unreadable(),
    value: ({ session }) => session,
  },
  {
    id: "reason",
    name: m.data_reason(),
    isWords: true,
    of: ({ reason }) => <WrappedText>{reason}</WrappedText>,
    value: ({ reason }) => reason,
  },
  {
    id: "values",
    name: m.data_values(),
    isWords: true,
    of: (row) => <RawValues row={row} />,
    value: valuesOf,
  },
  {
    id: "source",
    name: m.data_source(),
    isWords: true,
    of: ({ source }) => source,
    value: ({ source }) => source,
  },
  {
    id: "rejected_at",
    name: m.data_rejected(),
    isWords: true,
    of: ({ rejectedAt }) => time(rejectedAt),
    value: ({ rejectedAt }) => rejectedAt,
  },
];

/** Rows of sources that were rejected, with their values as text. */
export function QuarantineTab() {
  const { search, change } = useDataSearch();
  return (
    <Card component="section" aria-label={m.data_quarantine()}>
      <Text size="sm" c="dimmed" mb="sm">
        {m.data_an_impossible_row_is_never_repaired()}
      </Text>
      <TickerFilter />
      <PagedList
        noun="rejected row"
        query={useQuarantine(search)}
        filtered={search.ticker !== undefined}
        hint={<MadeByDag dag="vn30_data_crawler">{m.data_a_crawl_adds_one_when_a()}</MadeByDag>}
        onPage={(page) => change({ page }, false)}
      >
        {(rows, isPage) => (
          <DataTable
            id="quarantine"
            label={m.data_table_of({ name: m.data_quarantine() })}
            caption={m.data_newest_first()}
            minWidth={820}
            columns={COLUMNS}
            rows={rows}
            keyOf={({ id }) => String(id)}
            fileName="quarantine"
            isPage={isPage}
            readAll={() => allQuarantine(search)}
          />
        )}
      </PagedList>
    </Card>
  );
}

/** Whatever a source has served is text. */
function RawValues({ row }: { row: Rejected }) {
  return (
    <Text span size="xs" ff="monospace" style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>
      {valuesOf(row)}
    </Text>
  );
}

function valuesOf({ rawValues }: Rejected): string {
  return rawValues.map(({ name, value }) => `${name} ${value}`).join(" · ");
}
