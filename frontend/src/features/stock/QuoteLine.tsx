import { Card, Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { boardStateOf } from "@/shared/board";
import { BoardPrice } from "@/shared/components/BoardPrice";
import { Change } from "@/shared/components/figures";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill } from "@/shared/components/Pill";
import { count, price } from "@/shared/format/numbers";
import { time } from "@/shared/format/times";
import classes from "./QuoteLine.module.css";
import { useQuote } from "./queries";

/** The newest price of a stock, and the limits of its session. */
export function QuoteLine({ ticker }: { ticker: string }) {
  const query = useQuote(ticker);
  return (
    <Card component="section" aria-label={m.stock_quote_of({ ticker })} mb="md" padding="sm">
      <Loaded query={query} what={m.stock_the_quote_of({ ticker })} skeleton={<SkeletonLines lines={2} />}>
        {(quotes) => quotes.data[0] && <Quote quote={quotes.data[0]} />}
      </Loaded>
    </Card>
  );
}

function Quote({ quote }: { quote: Schemas["Quote"] }) {
  if (quote.price === null) return <Text size="sm">{m.stock_no_price_of({ ticker: quote.ticker })}</Text>;
  const origin = { time: time(quote.asOf), session: quote.session ?? "–", source: quote.source ?? "–" };
  return (
    <>
      <dl className={classes.line}>
        <div>
          <dt>{m.stock_last_vnd()}</dt>
          <dd className={classes.last}>
            <BoardPrice vnd={quote.price} state={boardStateOf(quote.price, quote)} />
          </dd>
        </div>
        <div>
          <dt>{m.stock_change()}</dt>
          <dd>
            {quote.change === null ? (
              m.stock_not_known()
            ) : (
              <>
                <Change value={quote.changePct} arrow digits={2} /> ({signed(quote.change)} VND)
              </>
            )}
          </dd>
        </div>
        <Limit name={m.stock_reference_vnd()} value={quote.reference} kind="reference" />
        <Limit name={m.stock_ceiling_vnd()} value={quote.ceiling} kind="ceiling" />
        <Limit name={m.stock_floor_vnd()} value={quote.floor} kind="floor" />
        <div>
          <dt>{m.stock_volume_shares()}</dt>
          <dd>{count(quote.volume)}</dd>
        </div>
      </dl>
      <Text size="xs" c="dimmed" mt={6}>
        {quote.basis === "minute" ? m.stock_quote_of_minute(origin) : m.stock_quote_of_close(origin)}{" "}
        {quote.delayed && (
          <Pill tone="middling" title={m.stock_trading_has_gone_on_since_this()}>
            {m.stock_delayed()}
          </Pill>
        )}
      </Text>
      {quote.reason && (
        <Text size="xs" c="dimmed">
          {m.stock_no_limits({ reason: quote.reason })}
        </Text>
      )}
    </>
  );
}

function Limit({ name, value, kind }: { name: string; value: number | null; kind: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-board={kind}>{value === null ? m.stock_not_known() : price(value)}</dd>
    </div>
  );
}

function signed(vnd: number): string {
  return vnd > 0 ? `+${price(vnd)}` : price(vnd);
}
