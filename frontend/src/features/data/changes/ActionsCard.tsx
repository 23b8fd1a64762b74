import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { PagedList } from "@/shared/components/PagedList";
import { price } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import { useActions } from "../queries";
import { useDataSearch } from "../useDataSearch";
import { ACTION_KINDS, ORIGINS } from "../words";

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
              { name: m.data_ticker(), of: ({ ticker }) => ticker },
              { name: m.data_ex_date(), of: ({ exDate }) => exDate },
              { name: m.data_kind(), isWords: true, of: ({ kind }) => ACTION_KINDS[kind] },
              { name: m.data_cash_vnd_a_share(), of: ({ cash }) => (cash > 0 ? price(cash) : "–") },
              { name: m.data_new_shares_a_share(), of: ({ ratio }) => (ratio > 0 ? ratio.toFixed(4) : "–") },
              {
                name: m.data_issue_price_vnd(),
                of: ({ issuePrice }) => (issuePrice > 0 ? price(issuePrice) : "–"),
              },
              { name: m.data_factor(), of: ({ factor }) => factor?.toFixed(4) ?? "–" },
              { name: m.data_origin(), isWords: true, of: (action) => originOf(action) },
              { name: m.data_recorded(), isWords: true, of: ({ recordedAt }) => time(recordedAt) },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}

function originOf({ origin, source }: Action): string {
  return origin === "inferred" ? m.data_inferred({ source }) : `${ORIGINS[origin]}: ${source}`;
}
