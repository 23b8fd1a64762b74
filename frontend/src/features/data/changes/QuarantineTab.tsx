import { Card, Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { PagedList } from "@/shared/components/PagedList";
import { WrappedText } from "@/shared/components/WrappedText";
import { time } from "@/shared/format/times";
import { useQuarantine } from "../queries";
import { useDataSearch } from "../useDataSearch";
import { TickerFilter } from "./TickerFilter";

type Rejected = Schemas["RejectedRow"];

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
        hint={m.data_a_crawl_adds_one_when_a()}
        onPage={(page) => change({ page }, false)}
      >
        {(rows) => (
          <FigureTable
            caption={m.data_newest_first()}
            minWidth={820}
            rows={rows}
            keyOf={({ id }) => String(id)}
            columns={[
              { name: m.data_ticker(), of: ({ ticker }) => ticker },
              { name: m.data_session(), isWords: true, of: ({ session }) => session ?? m.data_unreadable() },
              {
                name: m.data_reason(),
                isWords: true,
                of: ({ reason }) => <WrappedText>{reason}</WrappedText>,
              },
              { name: m.data_values(), isWords: true, of: (row) => <RawValues row={row} /> },
              { name: m.data_source(), isWords: true, of: ({ source }) => source },
              { name: m.data_rejected(), isWords: true, of: ({ rejectedAt }) => time(rejectedAt) },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}

/** Whatever a source has served is text. */
function RawValues({ row: { rawValues } }: { row: Rejected }) {
  return (
    <Text span size="xs" ff="monospace" style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>
      {rawValues.map(({ name, value }) => `${name} ${value}`).join(" · ")}
    </Text>
  );
}
