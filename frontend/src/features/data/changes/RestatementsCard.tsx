import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { TextLink } from "@/shared/components/TextLink";
import { count, decimal } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { sortingOf } from "@/shared/table/serverOrder";
import { allRestatements, useRestatements } from "../queries";
import { RESTATEMENT_SORTS } from "../search";
import { useDataSearch } from "../useDataSearch";

const COLUMNS: DataColumns<Schemas["RestatedSeries"]> = [
  {
    id: "ticker",
    name: m.data_ticker(),
    of: ({ ticker }) => (
      <TextLink to="/stocks/$ticker" params={{ ticker }} inherit>
        {ticker}
      </TextLink>
    ),
    value: ({ ticker }) => ticker,
  },
  { id: "ex_date", name: m.data_ex_date(), of: ({ exDate }) => exDate, value: ({ exDate }) => exDate },
  {
    id: "factor",
    name: m.data_factor(),
    of: ({ factor }) => decimal(factor, 4),
    value: ({ factor }) => factor,
  },
  {
    id: "bars",
    name: m.data_bars(),
    of: ({ barsRestated }) => count(barsRestated),
    value: ({ barsRestated }) => barsRestated,
  },
  {
    id: "likely_cause",
    name: m.data_likely_cause(),
    isWords: true,
    of: ({ likelyCause }) => likelyCause,
    value: ({ likelyCause }) => likelyCause,
  },
  {
    id: "source",
    name: m.data_source(),
    isWords: true,
    of: ({ source }) => source,
    value: ({ source }) => source,
  },
  {
    id: "recorded_at",
    name: m.data_recorded(),
    isWords: true,
    of: ({ recordedAt }) => time(recordedAt),
    value: ({ recordedAt }) => recordedAt,
  },
];

/** Adjustments of history by vendors. */
export function RestatementsCard() {
  const { search, change } = useDataSearch();
  return (
    <Card component="section" aria-label={m.data_restatements()}>
      <Title order={2} size="h4" mb="xs">
        {m.data_restatements()}
      </Title>
      <PagedList
        noun="restatement"
        query={useRestatements(search)}
        filtered={search.ticker !== undefined}
        hint={<MadeByDag dag="vn30_data_crawler">{m.data_a_crawl_records_one_when_a()}</MadeByDag>}
        onPage={(page) => change({ page }, false)}
      >
        {(rows, isPage) => (
          <DataTable
            id="restatements"
            label={m.data_table_of({ name: m.data_restatements() })}
            caption={m.data_newest_first_prices_before_the_ex()}
            minWidth={760}
            columns={COLUMNS}
            rows={rows}
            keyOf={({ ticker, exDate, recordedAt }) => `${ticker} ${exDate} ${recordedAt}`}
            fileName="restatements"
            isPage={isPage}
            sorting={sortingOf(RESTATEMENT_SORTS, search, (order) => change({ ...order, page: undefined }))}
            readAll={() => allRestatements(search)}
          />
        )}
      </PagedList>
    </Card>
  );
}
