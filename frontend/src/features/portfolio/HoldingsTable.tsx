import { Text } from "@mantine/core";
import { useMemo } from "react";
import { m } from "@/paraglide/messages";
import { BoardClose } from "@/shared/components/BoardPrice";
import { Change } from "@/shared/components/figures";
import { TextLink } from "@/shared/components/TextLink";
import { count, percent, price } from "@/shared/format/numbers";
import { type Quote, useQuotes } from "@/shared/hooks/useQuotes";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import type { Detail } from "./queries";

type Position = Detail["positions"][number];

/** The shares that are held, at their last closes as traded. */
export function HoldingsTable({ detail: { positions, asOf } }: { detail: Detail }) {
  const quotes = useQuotes(positions.map(({ ticker }) => ticker));
  const columns = useMemo(() => columnsWith(quotes), [quotes]);
  if (positions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.portfolio_no_shares_are_held()}
      </Text>
    );
  }
  return (
    <DataTable
      id="holdings"
      label={m.portfolio_table_of_holdings()}
      caption={m.portfolio_prices_are_closes_as_traded_in()}
      minWidth={820}
      columns={columns}
      rows={positions}
      keyOf={({ ticker }) => ticker}
      fileName={`holdings-${asOf}`}
    />
  );
}

// Names of columns are English in the file, in every language of the app: programs read it.
const columnsWith = (quotes: ReadonlyMap<string, Quote>): DataColumns<Position> => [
  {
    id: "ticker",
    name: m.portfolio_stock(),
    of: ({ ticker }) => (
      <TextLink to="/stocks/$ticker" params={{ ticker }} fw={650} inherit>
        {ticker}
      </TextLink>
    ),
    value: ({ ticker }) => ticker,
    words: ({ ticker, name }) => `${ticker} ${name}`,
  },
  {
    id: "sector",
    name: m.portfolio_sector(),
    isWords: true,
    of: ({ sector }) => sector ?? "–",
    value: ({ sector }) => sector,
  },
  {
    id: "shares",
    name: m.portfolio_shares(),
    of: ({ quantity }) => count(quantity),
    value: ({ quantity }) => quantity,
  },
  {
    id: "can_be_sold",
    name: m.portfolio_can_be_sold(),
    of: ({ sellable }) => count(sellable),
    value: ({ sellable }) => sellable,
  },
  {
    id: "average_cost_vnd",
    name: m.portfolio_average_cost(),
    of: ({ cost, quantity }) => price(cost / quantity),
    value: ({ cost, quantity }) => cost / quantity,
  },
  {
    id: "close_vnd",
    name: m.portfolio_close(),
    of: (row) => (row.price === null ? "–" : <BoardClose vnd={row.price} quote={quotes.get(row.ticker)} />),
    value: (row) => row.price,
  },
  {
    id: "value_vnd",
    name: m.portfolio_value(),
    of: ({ value }) => price(value),
    value: ({ value }) => value,
  },
  {
    id: "gain_share",
    name: m.portfolio_gain(),
    of: (row) => (row.cost > 0 ? <Change value={100 * (row.value / row.cost - 1)} /> : "–"),
    value: (row) => (row.cost > 0 ? row.value / row.cost - 1 : null),
  },
  {
    id: "weight",
    name: m.portfolio_weight(),
    of: ({ weight }) => percent(100 * weight),
    value: ({ weight }) => weight,
  },
];
