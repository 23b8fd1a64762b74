import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { PagedList } from "@/shared/components/PagedList";
import { price } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { inWords } from "@/shared/format/words";
import { useActions } from "../queries";
import { useDataSearch } from "../useDataSearch";

type Action = Schemas["RecordedAction"];

/** Dividends, issues and splits of all stocks as they are on record. */
export function ActionsCard() {
  const { search, change } = useDataSearch();
  return (
    <Card component="section" aria-label={m.data_corporate_actions()} mt="md">
      <Title order={2} size="h4" mb="xs">
        {m.data_corporate_actions()}
      </Title>
      <PagedList
        noun="action"
        query={useActions(search)}
        filtered={search.ticker !== undefined}
        hint={m.data_a_vendor_lists_them_a_file()}
        onPage={(secondPage) => change({ secondPage }, false)}
      >
        {(rows) => (
          <FigureTable
            caption={m.data_the_newest_ex_date_first_kind()}
            minWidth={820}
            rows={rows}
            keyOf={({ ticker, exDate, kind, source }) => `${ticker} ${exDate} ${kind} ${source}`}
            columns={[
              { name: "Ticker", of: ({ ticker }) => ticker },
              { name: "Ex-date", of: ({ exDate }) => exDate },
              { name: "Kind", isWords: true, of: ({ kind }) => inWords(kind) },
              { name: "Cash, VND a share", of: ({ cash }) => (cash > 0 ? price(cash) : "–") },
              { name: "New shares a share", of: ({ ratio }) => (ratio > 0 ? ratio.toFixed(4) : "–") },
              {
                name: "Issue price, VND",
                of: ({ issuePrice }) => (issuePrice > 0 ? price(issuePrice) : "–"),
              },
              { name: "Factor", of: ({ factor }) => factor?.toFixed(4) ?? "–" },
              { name: "Origin", isWords: true, of: (action) => originOf(action) },
              { name: "Recorded", isWords: true, of: ({ recordedAt }) => time(recordedAt) },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}

function originOf({ origin, source }: Action): string {
  return origin === "inferred" ? `inferred, ${source}` : `${origin}: ${source}`;
}
