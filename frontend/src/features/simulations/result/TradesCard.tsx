import { Card, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { TextFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { count, price } from "@/shared/format/numbers";
import { useTrades } from "../queries";

/** The executions, oldest first. */
export function TradesCard({ simulationId }: { simulationId: string }) {
  const [page, setPage] = useState(1);
  const [ticker, setTicker] = useState<string | undefined>();
  const trades = useTrades(simulationId, page, ticker);
  return (
    <Card component="section" aria-label={m.simulations_trades()}>
      <Title order={2} size="h4" mb="xs">
        {m.simulations_trades()}
      </Title>
      <TextFilter
        label={m.simulations_ticker_of_the_trades()}
        placeholder={m.simulations_such_as_fpt()}
        maxLength={12}
        value={ticker}
        onChange={(text) => {
          setPage(1);
          setTicker(text?.toUpperCase());
        }}
      />
      <PagedList
        noun="trade"
        query={trades}
        filtered={ticker !== undefined}
        hint={m.simulations_no_order_was_filled()}
        onPage={(next) => setPage(next ?? 1)}
      >
        {(rows) => (
          <FigureTable
            caption={m.simulations_prices_as_traded_vnd_a_share()}
            minWidth={900}
            rows={rows}
            keyOf={({ number }) => String(number)}
            columns={[
              { name: "Session", of: ({ session }) => session },
              { name: "Minute", isWords: true, of: ({ minute }) => minute ?? "" },
              { name: "Decided after", isWords: true, of: ({ decided }) => decided },
              { name: "Ticker", isWords: true, of: (trade) => trade.ticker },
              { name: "Side", isWords: true, of: ({ quantity }) => (quantity > 0 ? "buy" : "sell") },
              { name: "Shares", of: ({ quantity }) => count(Math.abs(quantity)) },
              { name: "Price", of: (trade) => price(trade.price) },
              { name: "Fee", of: ({ fee }) => count(fee) },
              { name: "Tax", of: ({ tax }) => count(tax) },
              { name: "Gain", of: ({ quantity, gain }) => (quantity > 0 ? "" : count(gain)) },
              { name: "Reason", isWords: true, of: ({ reason }) => reason },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
