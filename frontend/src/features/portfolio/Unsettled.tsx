import { Text } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { count, price } from "@/shared/format/numbers";
import type { Detail } from "./queries";

/** The shares that cannot be sold yet and the cash that has not arrived, each with its session. */
export function Unsettled({ detail }: { detail: Detail }) {
  const shares = detail.positions.flatMap(({ ticker, waiting }) =>
    waiting.map(
      ({ quantity, sellableOn }) => `${count(quantity)} ${ticker} can be sold from ${sellableOn} on`,
    ),
  );
  const cash = detail.pending.map(
    ({ amount, arrivesOn }) => `${price(amount)} VND of sales arrive on ${arrivesOn}`,
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
