import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { count, price } from "@/shared/format/numbers";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import type { Detail } from "./queries";
import { KINDS } from "./words";

type Action = Detail["actions"][number];

/** The corporate actions that the platform has applied on their ex-dates. */
export function ActionsTable({ actions }: { actions: Action[] }) {
  if (actions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.portfolio_none_of_the_stocks_had_one()}
      </Text>
    );
  }
  return (
    <DataTable
      id="applied_actions"
      label={m.portfolio_table_of_actions()}
      caption={m.portfolio_cash_and_shares_count_from_the()}
      minWidth={560}
      columns={COLUMNS}
      rows={actions}
      keyOf={(action) => `${action.day} ${action.ticker} ${action.kind} ${action.quantity} ${action.cash}`}
      fileName="corporate-actions"
    />
  );
}

const COLUMNS: DataColumns<Action> = [
  { id: "ex_date", name: m.portfolio_ex_date(), of: ({ day }) => day, value: ({ day }) => day },
  {
    id: "ticker",
    name: m.portfolio_stock(),
    isWords: true,
    of: ({ ticker }) => ticker,
    value: ({ ticker }) => ticker,
  },
  {
    id: "action",
    name: m.portfolio_action(),
    isWords: true,
    of: nameOf,
    value: ({ kind }) => kind,
    words: nameOf,
  },
  {
    id: "shares",
    name: m.portfolio_shares(),
    of: ({ quantity }) => (quantity ? count(quantity) : "–"),
    value: ({ quantity }) => quantity || null,
  },
  {
    id: "cash_vnd",
    name: m.portfolio_cash(),
    of: ({ cash }) => (cash ? price(cash) : "–"),
    value: ({ cash }) => cash || null,
  },
  {
    id: "tax_vnd",
    name: m.portfolio_tax(),
    of: ({ tax }) => (tax ? price(tax) : "–"),
    value: ({ tax }) => tax || null,
  },
];

function nameOf({ kind, isGuess }: Action): string {
  return isGuess ? `${KINDS[kind]}${m.portfolio_terms_inferred()}` : KINDS[kind];
}
