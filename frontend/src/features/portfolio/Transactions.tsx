import { Button, Group } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { ErrorNotice } from "@/shared/components/LoadState";
import { PagedList } from "@/shared/components/PagedList";
import { WrappedText } from "@/shared/components/WrappedText";
import { csvOf, download } from "@/shared/csv";
import { count, price } from "@/shared/format/numbers";
import type { DataColumn, DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { type Portfolio, type Transaction, useReverse, useTransactions, wholeRecord } from "./queries";
import { KINDS_IN_FILES, kindInWords } from "./words";

const route = getRouteApi("/shell/portfolio");

// Programs read the file: it is English in every language of the app.
const HEADER = ["Day", "Kind", "Ticker", "Shares", "Price", "Amount", "Fee", "Tax", "Note", "Counts"];

/** What was recorded, newest day first, with a button that reverses an entry. */
export function Transactions({ portfolio }: { portfolio: Portfolio }) {
  const { page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useTransactions(portfolio.id, page);
  return (
    <>
      <PagedList
        noun="transaction"
        query={query}
        filtered={false}
        hint={m.portfolio_add_one_or_import_the_csv()}
        onPage={(next) => void navigate({ search: (old) => ({ ...old, page: next }), resetScroll: false })}
      >
        {(rows, isPage) => <Rows portfolio={portfolio} rows={rows} isPage={isPage} />}
      </PagedList>
      <SaveButton portfolio={portfolio} />
    </>
  );
}

type Rows = { portfolio: Portfolio; rows: Transaction[]; isPage: boolean };

function Rows({ portfolio, rows, isPage }: Rows) {
  const columns = useMemo(() => columnsWith(portfolio), [portfolio]);
  return (
    <DataTable
      id="transactions"
      label={m.portfolio_table_of_transactions()}
      caption={m.portfolio_vnd_a_reversed_transaction_stays_on()}
      minWidth={860}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => String(id)}
      isPage={isPage}
      isMuted={({ counts }) => !counts}
    />
  );
}

function columnsWith(portfolio: Portfolio): DataColumns<Transaction> {
  return [
    { id: "day", name: m.portfolio_day(), of: ({ day }) => day, value: ({ day }) => day },
    {
      id: "kind",
      name: m.portfolio_kind(),
      isWords: true,
      of: ({ kind }) => kindInWords(kind),
      value: ({ kind }) => kindInWords(kind),
    },
    {
      id: "ticker",
      name: m.portfolio_stock(),
      isWords: true,
      of: ({ ticker }) => ticker ?? "–",
      value: ({ ticker }) => ticker,
    },
    figure("shares", m.portfolio_shares(), ({ quantity }) => quantity, count),
    figure("price", m.portfolio_price(), (row) => row.price),
    figure("amount", m.portfolio_amount(), (row) => (row.price ? row.price * row.quantity : row.amount)),
    figure("fee", m.portfolio_fee(), ({ fee }) => fee),
    figure("tax", m.portfolio_tax(), ({ tax }) => tax),
    {
      id: "note",
      name: m.portfolio_note(),
      isWords: true,
      of: (row) => <WrappedText>{noteOf(row)}</WrappedText>,
      value: noteOf,
    },
    {
      id: "reverse",
      name: m.portfolio_reverse(),
      isWords: true,
      of: (row) => row.counts && <ReverseButton portfolio={portfolio} row={row} />,
    },
  ];
}

/** Nothing, where a transaction has none. */
function figure(
  id: string,
  name: string,
  of: (row: Transaction) => number | null,
  write: (figure: number) => string = price,
): DataColumn<Transaction> {
  return {
    id,
    name,
    of: (row) => {
      const value = of(row);
      return value ? write(value) : "–";
    },
    value: (row) => of(row) || null,
  };
}

function noteOf(row: Transaction): string {
  return row.reversedBy == null ? row.note : m.portfolio_reversed();
}

function ReverseButton({ portfolio, row }: { portfolio: Portfolio; row: Transaction }) {
  const reverse = useReverse();
  const named = { kind: kindInWords(row.kind), day: row.day };
  const what = row.ticker ? m.portfolio_what_of({ ...named, ticker: row.ticker }) : m.portfolio_what(named);
  return (
    <ConfirmButton
      label={m.portfolio_reverse()}
      aria-label={m.portfolio_reverse_label({ what })}
      title={m.portfolio_reverse_named({ what })}
      keep={m.portfolio_keep_it()}
      confirm={m.portfolio_reverse_the_transaction()}
      failure={m.portfolio_not_reversed()}
      mutation={reverse}
      onConfirm={(close) =>
        reverse.mutate(
          { params: { path: { portfolioId: portfolio.id, transactionId: row.id } }, body: { note: "" } },
          { onSuccess: close },
        )
      }
    >
      {m.portfolio_it_counts_no_more_in_holdings()}
    </ConfirmButton>
  );
}

function SaveButton({ portfolio }: { portfolio: Portfolio }) {
  const [error, setError] = useState<unknown>(null);
  const [isLoading, setLoading] = useState(false);
  async function save() {
    setLoading(true);
    setError(null);
    try {
      const rows = await wholeRecord(portfolio.id);
      const cells = rows.map((row) => [
        row.day,
        KINDS_IN_FILES[row.kind],
        row.ticker,
        row.quantity,
        row.price,
        row.amount,
        row.fee,
        row.tax,
        row.note,
        row.counts ? "yes" : "no",
      ]);
      download("transactions.csv", csvOf(HEADER, cells));
    } catch (failure) {
      setError(failure);
    }
    setLoading(false);
  }
  return (
    <>
      {error !== null && (
        <ErrorNotice error={error} what={m.portfolio_the_transactions_were_not_downloaded()} />
      )}
      <Group mt="sm">
        <Button size="xs" variant="default" loading={isLoading} onClick={() => void save()}>
          {m.portfolio_download_transactions_as_csv()}
        </Button>
      </Group>
    </>
  );
}
