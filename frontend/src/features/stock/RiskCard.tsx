import { Card, Group, SegmentedControl, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PastFalls } from "./PastFalls";
import { refusalOf, useRisk } from "./queries";
import classes from "./RiskCard.module.css";
import { RiskFigures } from "./RiskFigures";
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
          <RiskFigures risk={risk} />
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
          <h3 className={classes.head}>Past falls</h3>
          <PastFalls risk={risk} />
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
