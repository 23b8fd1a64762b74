import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { count, price } from "@/shared/format/numbers";
import type { Detail } from "./queries";

/** The shares that cannot be sold yet and the cash that has not arrived, each with its session. */
export function Unsettled({ detail }: { detail: Detail }) {
  const shares = detail.positions.flatMap(({ ticker, waiting }) =>
    waiting.map(({ quantity, sellableOn }) =>
      m.portfolio_can_sell_from({ count: count(quantity), ticker, day: sellableOn }),
    ),
  );
  const cash = detail.pending.map(({ amount, arrivesOn }) =>
    m.portfolio_sales_arrive({ amount: price(amount), day: arrivesOn }),
  );
  if (shares.length + cash.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.portfolio_all_shares_can_be_sold_and()}
      </Text>
    );
  }
  return (
    <>
      {[...shares, ...cash].map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
    </>
  );
}
