import { Button, Group, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { csvOf, download } from "@/shared/csv";
import { count, price } from "@/shared/format/numbers";
import type { Optimisation } from "./queries";

type Order = Schemas["Order"];

// Programs read the file: its header is English in every language of the app.
const HEADER = ["Session", "Stock", "Side", "Shares", "Limit (VND)", "Value (VND)", "Fee (VND)", "Tax (VND)"];

/** The orders from what is held to the optimum, session by session. */
export function OrdersTable({ found }: { found: Optimisation }) {
  const { orders, orderSessions, asOf } = found;
  const save = () =>
    download(
      `orders-${asOf}.csv`,
      csvOf(
        HEADER,
        orders.map((order) => [
          order.session,
          order.ticker,
          order.side,
          order.quantity,
          order.price,
          order.value,
          order.fee,
          order.tax,
        ]),
      ),
    );
  return (
    <section aria-labelledby="orders">
      <Title order={3} size="h5" id="orders" mb="xs">
        {m.optimise_orders()}
      </Title>
      {orders.length === 0 ? (
        <Text size="sm">{m.optimise_no_order_is_needed_what_is()}</Text>
      ) : (
        <>
          <FigureTable<Order>
            caption={m.optimise_limit_orders_in_lots_of_100()}
            minWidth={720}
            columns={[
              { name: m.optimise_session(), of: ({ session }) => session },
              { name: m.optimise_stock(), isWords: true, of: ({ ticker }) => ticker },
              {
                name: m.optimise_side(),
                isWords: true,
                of: ({ side }) => (side === "buy" ? m.optimise_buy() : m.optimise_sell()),
              },
              { name: m.optimise_shares(), of: ({ quantity }) => count(quantity) },
              { name: m.optimise_limit_vnd(), of: (order) => price(order.price) },
              { name: m.optimise_value_vnd(), of: ({ value }) => price(value) },
              { name: m.optimise_fee_and_tax(), of: ({ fee, tax }) => price(fee + tax) },
            ]}
            rows={orders}
            keyOf={({ session, ticker, side, quantity }) => `${session} ${ticker} ${side} ${quantity}`}
          />
          <Text size="sm" mt="xs">
            {m.optimise_cash_after({
              amounts: orderSessions
                .map(({ session, cashLeft }) => `${session} ${price(cashLeft)} VND`)
                .join(", "),
            })}
          </Text>
          <Group mt="sm">
            <Button size="xs" variant="default" onClick={save}>
              {m.optimise_download_orders_as_csv()}
            </Button>
          </Group>
        </>
      )}
    </section>
  );
}
