import { Card, Group, SegmentedControl, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { type Fact, FactList } from "@/shared/components/FactList";
import { Change } from "@/shared/components/figures";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { compact, percent } from "@/shared/format/numbers";
import { refusalOf, useRisk } from "./queries";
import classes from "./RiskCard.module.css";
import { headline, loss, METHOD_WORDS, METHODS, type Method } from "./risk";
import { TailTable } from "./TailTable";

const CHOICES = (Object.keys(METHODS) as Method[]).map((value) => ({ value, label: METHODS[value] }));

/** How much of the stock can be lost, how well that was foreseen, and what happened in past crises. */
export function RiskCard({ ticker }: { ticker: string }) {
  const query = useRisk(ticker);
  return (
    <Card component="section" aria-labelledby="risk" className={classes.card}>
      <Title order={2} size="h4" id="risk">
        Risk
      </Title>
      {refusalOf(query.error) === "no_risk" ? (
        <Empty title={`No risk measures of ${ticker} yet`}>
          They need more than 60 sessions, and are computed after the close of each.
        </Empty>
      ) : (
        <Loaded query={query} what="The risk" skeleton={<SkeletonLines lines={6} />}>
          {(risk) => <Risk risk={risk} />}
        </Loaded>
      )}
    </Card>
  );
}

function Risk({ risk }: { risk: Schemas["StockRisk"] }) {
  const [method, setMethod] = useState<Method>("filtered");
  return (
    <>
      <InWords risk={risk} />
      <div className={classes.parts}>
        <div>
          <h3 className={classes.head}>Volatility, ratios and liquidity</h3>
          <FactList facts={factsOf(risk)} />
        </div>
        <div>
          <Group justify="space-between" gap="xs">
            <h3 className={classes.head}>Value at risk and its back-test</h3>
            {risk.tails.length > 0 && (
              <SegmentedControl
                size="xs"
                aria-label="Method"
                data={CHOICES}
                value={method}
                onChange={(value) => setMethod(value as Method)}
              />
            )}
          </Group>
          {risk.tails.length > 0 ? (
            <>
              <Text size="sm" c="dimmed">
                {METHOD_WORDS[method]}
              </Text>
              <TailTable tails={risk.tails.filter((tail) => tail.method === method)} />
            </>
          ) : (
            <Text size="sm" c="dimmed">
              A value at risk needs 500 sessions.
            </Text>
          )}
        </div>
        <div>
          <Losses risk={risk} />
        </div>
      </div>
    </>
  );
}

function InWords({ risk }: { risk: Schemas["StockRisk"] }) {
  const tail = headline(risk);
  const stale = risk.session !== risk.asOf && ` Computed after session ${risk.session}.`;
  return (
    <Text size="sm" mb="sm">
      {tail?.valueAtRisk == null
        ? `Not enough sessions are known of ${risk.ticker} to say what can be lost in one session.`
        : `In one session of 20, ${risk.ticker} is expected to lose more than ${loss(tail.valueAtRisk)}, and then ${loss(tail.expectedShortfall)} on average.`}
      {tail?.backtest &&
        ` In the past ${tail.backtest.outcomes} sessions such a loss came ${tail.backtest.exceptions} times; ${Math.round(tail.backtest.expected)} were expected.`}
      {stale}
    </Text>
  );
}

function factsOf(risk: Schemas["StockRisk"]): Fact[] {
  const longest = risk.periods.at(-1);
  const facts: Fact[] = [
    ["Volatility, next session", loss(risk.ewmaVolatility)],
    ["Volatility, 20 sessions", loss(risk.realisedVolatility)],
    ["Volatility from minutes", risk.intradayVolatility == null ? null : loss(risk.intradayVolatility)],
  ];
  for (const period of risk.periods) {
    const span = `${period.sessions} sessions`;
    facts.push(
      [
        `Volatility, ${span}`,
        withError(100 * period.volatility, 100 * period.volatilityError, (value) => percent(value)),
      ],
      [`Return a year, ${span}`, <Change key="return" value={inPercent(period.annualReturn)} />],
      [`Sharpe ratio, ${span}`, withError(period.sharpe, period.sharpeError, decimal)],
    );
  }
  if (longest) {
    const { drawdown } = longest;
    facts.push(
      ["Sortino ratio", withError(longest.sortino, longest.sortinoError, decimal)],
      ["Calmar ratio", withError(longest.calmar, longest.calmarError, decimal)],
      [
        "Deepest fall",
        `${loss(drawdown.depth)}, ${drawdown.peak} to ${drawdown.trough}, ${
          drawdown.recovered
            ? `recovered after ${drawdown.sessions} sessions`
            : `not recovered in ${drawdown.sessions} sessions`
        }`,
      ],
      ...longest.betas.map(
        (beta): Fact => [
          `Beta to ${beta.index}`,
          `${withError(beta.value, beta.error, decimal)}, correlation ${decimal(beta.correlation)}`,
        ],
      ),
    );
  }
  const sold = risk.sessionsToSell;
  facts.push(
    ["Traded a session", risk.tradedValue == null ? null : `${compact(risk.tradedValue)} VND`],
    [
      `To sell ${compact(risk.position)} VND`,
      sold == null ? "nothing is traded" : sold <= 1 ? "within one session" : `${Math.ceil(sold)} sessions`,
    ],
  );
  return facts;
}

function Losses({ risk: { stress, worstSpans } }: { risk: Schemas["StockRisk"] }) {
  return (
    <>
      <table className={classes.table}>
        <caption>Falls of the market: change of VNINDEX, and of this stock</caption>
        <thead>
          <tr>
            <th scope="col">Fall</th>
            <th scope="col">VNINDEX</th>
            <th scope="col">Stock</th>
          </tr>
        </thead>
        <tbody>
          {stress.map((shock) => (
            <tr key={shock.name}>
              <th scope="row" title={`${shock.first} to ${shock.last}`}>
                {shock.name}
              </th>
              <td>
                <Change value={100 * shock.indexChange} />
              </td>
              <td>
                <Change value={inPercent(shock.change)} />
                {shock.isEstimated && shock.change != null && " *"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {stress.some((shock) => shock.isEstimated) && (
        <Text size="xs" c="dimmed">
          * beta times the change of VNINDEX: the prices do not reach this fall, or are simulated
        </Text>
      )}
      <table className={classes.table}>
        <caption>Worst spans of sessions</caption>
        <thead>
          <tr>
            <th scope="col">Sessions</th>
            <th scope="col">From – to</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {worstSpans.map((span) => (
            <tr key={span.sessions}>
              <th scope="row">{span.sessions}</th>
              <td>
                {span.first} – {span.last}
              </td>
              <td>
                <Change value={100 * span.change} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function withError(
  value: number | null,
  error: number | null,
  words: (value: number) => string,
): string | null {
  if (value == null) return null;
  return error == null ? words(value) : `${words(value)} ± ${words(error)}`;
}

function decimal(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

function inPercent(share: number | null | undefined): number | null {
  return share == null ? null : 100 * share;
}
