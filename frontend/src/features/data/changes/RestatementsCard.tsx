import { Card, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { PagedList } from "@/shared/components/PagedList";
import { TextLink } from "@/shared/components/TextLink";
import { count } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { useRestatements } from "../queries";
import { useDataSearch } from "../useDataSearch";

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
        hint={m.data_a_crawl_records_one_when_a()}
        onPage={(page) => change({ page }, false)}
      >
        {(rows) => (
          <FigureTable
            caption={m.data_newest_first_prices_before_the_ex()}
            minWidth={760}
            rows={rows}
            keyOf={({ ticker, exDate, recordedAt }) => `${ticker} ${exDate} ${recordedAt}`}
            columns={[
              {
                name: m.data_ticker(),
                of: ({ ticker }) => (
                  <TextLink to="/stocks/$ticker" params={{ ticker }} inherit>
                    {ticker}
                  </TextLink>
                ),
              },
              { name: m.data_ex_date(), of: ({ exDate }) => exDate },
              { name: m.data_factor(), of: ({ factor }) => factor.toFixed(4) },
              { name: m.data_bars(), of: ({ barsRestated }) => count(barsRestated) },
              { name: m.data_likely_cause(), isWords: true, of: ({ likelyCause }) => likelyCause },
              { name: m.data_source(), isWords: true, of: ({ source }) => source },
              { name: m.data_recorded(), isWords: true, of: ({ recordedAt }) => time(recordedAt) },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
