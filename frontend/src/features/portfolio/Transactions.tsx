import { Button, Group, Table } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { ErrorNotice } from "@/shared/components/LoadState";
import { PagedList } from "@/shared/components/PagedList";
import { csvOf, download } from "@/shared/csv";
import { count, price } from "@/shared/format/numbers";
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
        {(rows) => <Rows portfolio={portfolio} rows={rows} />}
      </PagedList>
      <SaveButton portfolio={portfolio} />
    </>
  );
}

function Rows({ portfolio, rows }: { portfolio: Portfolio; rows: Transaction[] }) {
  return (
    <Table.ScrollContainer
      minWidth={860}
      scrollAreaProps={{
        viewportProps: { tabIndex: 0, role: "region", "aria-label": m.portfolio_table_of_transactions() },
      }}
    >
      <Table>
        <Table.Caption>{m.portfolio_vnd_a_reversed_transaction_stays_on()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {[m.portfolio_day(), m.portfolio_kind(), m.portfolio_stock()].map((name) => (
              <Table.Th key={name} scope="col">
                {name}
              </Table.Th>
            ))}
            {[
              m.portfolio_shares(),
              m.portfolio_price(),
              m.portfolio_amount(),
              m.portfolio_fee(),
              m.portfolio_tax(),
            ].map((name) => (
              <Table.Th key={name} scope="col" ta="right">
                {name}
              </Table.Th>
            ))}
            <Table.Th scope="col">{m.portfolio_note()}</Table.Th>
            <Table.Th scope="col">{m.portfolio_reverse()}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Row key={row.id} portfolio={portfolio} row={row} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ portfolio, row }: { portfolio: Portfolio; row: Transaction }) {
  const amount = row.price ? row.price * row.quantity : row.amount;
  return (
    <Table.Tr {...(row.counts ? {} : { c: "dimmed" })}>
      <Table.Td className="figures">{row.day}</Table.Td>
      <Table.Td>{kindInWords(row.kind)}</Table.Td>
      <Table.Td>{row.ticker ?? "–"}</Table.Td>
      {[row.quantity, row.price, amount, row.fee, row.tax].map((figure, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed
        <Table.Td key={place} ta="right" className="figures">
          {figure ? (place === 0 ? count(figure) : price(figure)) : "–"}
        </Table.Td>
      ))}
      <Table.Td>{row.reversedBy == null ? row.note : m.portfolio_reversed()}</Table.Td>
      <Table.Td>{row.counts && <ReverseButton portfolio={portfolio} row={row} />}</Table.Td>
    </Table.Tr>
  );
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
