import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { decimal, price } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { sortingOf } from "@/shared/table/serverOrder";
import { allActions, useActions } from "../queries";
import { ACTION_SORTS } from "../search";
import { useDataSearch } from "../useDataSearch";
import { ACTION_KINDS, ORIGINS } from "../words";

type Action = Schemas["RecordedAction"];

const COLUMNS: DataColumns<Action> = [
  { id: "ticker", name: m.data_ticker(), of: ({ ticker }) => ticker, value: ({ ticker }) => ticker },
  { id: "ex_date", name: m.data_ex_date(), of: ({ exDate }) => exDate, value: ({ exDate }) => exDate },
  {
    id: "kind",
    name: m.data_kind(),
    isWords: true,
    of: ({ kind }) => ACTION_KINDS[kind],
    value: ({ kind }) => kind,
    words: ({ kind }) => ACTION_KINDS[kind],
  },
  {
    id: "cash",
    name: m.data_cash_vnd_a_share(),
    of: ({ cash }) => (cash > 0 ? price(cash) : "–"),
    value: ({ cash }) => cash || null,
  },
  {
    id: "ratio",
    name: m.data_new_shares_a_share(),
    of: ({ ratio }) => decimal(ratio > 0 ? ratio : null, 4),
    value: ({ ratio }) => ratio || null,
  },
  {
    id: "issue_price",
    name: m.data_issue_price_vnd(),
    of: ({ issuePrice }) => (issuePrice > 0 ? price(issuePrice) : "–"),
    value: ({ issuePrice }) => issuePrice || null,
  },
  {
    id: "factor",
    name: m.data_factor(),
    of: ({ factor }) => decimal(factor, 4),
    value: ({ factor }) => factor,
  },
  {
    id: "origin",
    name: m.data_origin(),
    isWords: true,
    of: originOf,
    value: ({ origin }) => origin,
    words: originOf,
  },
  {
    id: "recorded_at",
    name: m.data_recorded(),
    isWords: true,
    of: ({ recordedAt }) => time(recordedAt),
    value: ({ recordedAt }) => recordedAt,
  },
];

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
        hint={<MadeByDag dag="vn30_data_crawler">{m.data_a_vendor_lists_them_a_file()}</MadeByDag>}
        onPage={(secondPage) => change({ secondPage }, false)}
      >
        {(rows, isPage) => (
          <DataTable
            id="corporate_actions"
            label={m.data_table_of({ name: m.data_corporate_actions() })}
            caption={m.data_the_newest_ex_date_first_kind()}
            minWidth={820}
            columns={COLUMNS}
            rows={rows}
            keyOf={({ ticker, exDate, kind, source }) => `${ticker} ${exDate} ${kind} ${source}`}
            fileName="corporate_actions"
            isPage={isPage}
            sorting={sortingOf(
              ACTION_SORTS,
              { sortBy: search.secondSortBy, sortDir: search.secondSortDir },
              ({ sortBy, sortDir }) =>
                change({ secondSortBy: sortBy, secondSortDir: sortDir, secondPage: undefined }),
            )}
            readAll={() => allActions(search)}
          />
        )}
      </PagedList>
    </Card>
  );
}

function originOf({ origin, source }: Action): string {
  return origin === "inferred" ? m.data_inferred({ source }) : `${ORIGINS[origin]}: ${source}`;
}
