import { Card, Title } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { TextFilter } from "@/shared/components/Filters";
import { PagedList } from "@/shared/components/PagedList";
import { count, price } from "@/shared/format/numbers";
import { useTrades } from "../queries";

const REASONS: Record<Schemas["SimulationTrade"]["reason"], string> = {
  signal: m.simulations_reason_signal(),
  stop: m.simulations_reason_stop(),
  target: m.simulations_reason_target(),
  delisted: m.simulations_reason_delisted(),
  end: m.simulations_reason_end(),
};

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
              { name: m.simulations_session(), of: ({ session }) => session },
              { name: m.simulations_minute(), isWords: true, of: ({ minute }) => minute ?? "" },
              { name: m.simulations_decided_after(), isWords: true, of: ({ decided }) => decided },
              { name: m.simulations_ticker(), isWords: true, of: (trade) => trade.ticker },
              {
                name: m.simulations_side(),
                isWords: true,
                of: ({ quantity }) => (quantity > 0 ? m.simulations_buy() : m.simulations_sell()),
              },
              { name: m.simulations_shares(), of: ({ quantity }) => count(Math.abs(quantity)) },
              { name: m.simulations_price(), of: (trade) => price(trade.price) },
              { name: m.simulations_fee(), of: ({ fee }) => count(fee) },
              { name: m.simulations_tax(), of: ({ tax }) => count(tax) },
              { name: m.simulations_gain(), of: ({ quantity, gain }) => (quantity > 0 ? "" : count(gain)) },
              { name: m.simulations_reason(), isWords: true, of: ({ reason }) => REASONS[reason] },
            ]}
          />
        )}
      </PagedList>
    </Card>
  );
}
