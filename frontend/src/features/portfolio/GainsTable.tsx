import { m } from "@/paraglide/messages";
import { percent, price } from "@/shared/format/numbers";
import type { DataColumn, DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import type { Detail } from "./queries";

type Gain = Record<Amount, number | null> & { ticker: string; name?: string };
type Amount = "total" | "realised" | "unrealised" | "dividends" | "fees" | "taxes";
type Sector = Detail["sectors"][number] & { share: number | null };

/** What each stock has brought, those that are no longer held included. */
export function GainsTable({ detail: { gains, otherCosts, asOf } }: { detail: Detail }) {
  const others: Gain = {
    ticker: "",
    name: m.portfolio_costs_of_none(),
    total: -otherCosts,
    realised: null,
    unrealised: null,
    dividends: null,
    fees: otherCosts,
    taxes: null,
  };
  return (
    <DataTable<Gain>
      id="gains"
      label={m.portfolio_table({ label: m.portfolio_gains_by_stock() })}
      caption={m.portfolio_vnd_after_fees_and_taxes_which()}
      minWidth={840}
      columns={GAINS}
      rows={otherCosts === 0 ? gains : [...gains, others]}
      keyOf={({ ticker }) => ticker}
      fileName={`gains-${asOf}`}
    />
  );
}

/** The same by sector, with what is held of each. */
export function SectorsTable({ detail: { sectors, asOf } }: { detail: Detail }) {
  const stocks = sectors.reduce((sum, { value }) => sum + value, 0);
  return (
    <DataTable<Sector>
      id="sectors"
      label={m.portfolio_table({ label: m.portfolio_sectors() })}
      caption={m.portfolio_value_and_gain_in_vnd()}
      minWidth={420}
      columns={SECTORS}
      rows={sectors.map((row) => ({ ...row, share: stocks > 0 ? row.value / stocks : null }))}
      keyOf={({ sector }) => sector}
      fileName={`sectors-${asOf}`}
    />
  );
}

const GAINS: DataColumns<Gain> = [
  {
    id: "ticker",
    name: m.portfolio_stock(),
    of: ({ ticker, name }) => name ?? ticker,
    value: ({ ticker }) => ticker,
    words: ({ ticker, name }) => name ?? ticker,
  },
  amount("total", m.portfolio_gain()),
  amount("realised", m.portfolio_realised()),
  amount("unrealised", m.portfolio_not_realised()),
  amount("dividends", m.portfolio_dividends()),
  amount("fees", m.portfolio_fees()),
  amount("taxes", m.portfolio_taxes()),
];

const SECTORS: DataColumns<Sector> = [
  { id: "sector", name: m.portfolio_sector(), of: ({ sector }) => sector, value: ({ sector }) => sector },
  {
    id: "value_vnd",
    name: m.portfolio_value(),
    of: ({ value }) => price(value),
    value: ({ value }) => value,
  },
  {
    id: "share_of_stocks",
    name: m.portfolio_share_of_stocks(),
    of: ({ share }) => percent(share === null ? null : 100 * share),
    value: ({ share }) => share,
  },
  { id: "gain_vnd", name: m.portfolio_gain(), of: ({ gain }) => price(gain), value: ({ gain }) => gain },
];

function amount(of: Amount, name: string): DataColumn<Gain> {
  return { id: `${of}_vnd`, name, of: (row) => price(row[of]), value: (row) => row[of] };
}
