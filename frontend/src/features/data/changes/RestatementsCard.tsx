import { Card, Title } from "@mantine/core";
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
    <Card component="section" aria-label="Restatements">
      <Title order={2} size="h4" mb="xs">
        Restatements
      </Title>
      <PagedList
        noun="restatement"
        query={useRestatements(search)}
        filtered={search.ticker !== undefined}
        hint="A crawl records one when a vendor has adjusted earlier prices."
        onPage={(page) => change({ page }, false)}
      >
        {(rows) => (
          <FigureTable
            caption="Newest first; prices before the ex-date were multiplied by the factor"
            minWidth={760}
            rows={rows}
            keyOf={({ ticker, exDate, recordedAt }) => `${ticker} ${exDate} ${recordedAt}`}
            columns={[
              {
                name: "Ticker",
                of: ({ ticker }) => (
                  <TextLink to="/stocks/$ticker" params={{ ticker }} inherit>
                    {ticker}
                  </TextLink>
                ),
              },
              { name: "Ex-date", of: ({ exDate }) => exDate },
              { name: "Factor", of: ({ factor }) => factor.toFixed(4) },
              { name: "Bars", of: ({ barsRestated }) => count(barsRestated) },
              { name: "Likely cause", isWords: true, of: ({ likelyCause }) => likelyCause },
              { name: "Source", isWords: true, of: ({ source }) => source },
              { name: "Recorded", isWords: true, of: ({ recordedAt }) => time(recordedAt) },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
