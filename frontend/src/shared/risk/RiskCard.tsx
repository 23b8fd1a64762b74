import { Card, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { refusalOf } from "@/api/errors";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { compact } from "@/shared/format/numbers";
import { useRisk } from "./queries";
import { RiskParts } from "./RiskParts";
import { loss, sellingTime } from "./risk";

/** How much of the stock can be lost, how well that was foreseen, and what happened in past crises. */
export function RiskCard({ ticker, className }: { ticker: string; className?: string | undefined }) {
  const query = useRisk(ticker);
  return (
    <Card component="section" aria-labelledby="risk" className={className}>
      <Title order={2} size="h4" id="risk">
        {m.shared_risk()}
      </Title>
      {refusalOf(query.error) === "no_risk" ? (
        <Empty title={m.shared_no_risk_yet({ ticker })}>{m.shared_they_need_more_than_60_sessions()}</Empty>
      ) : (
        <Loaded query={query} what={m.shared_the_risk()} skeleton={<SkeletonLines lines={6} />}>
          {(risk) => <RiskParts risk={risk} subject={risk.ticker} kind="stock" facts={factsOf(risk)} />}
        </Loaded>
      )}
    </Card>
  );
}

function factsOf(risk: Schemas["StockRisk"]): [string, string][] {
  const facts: [string, string][] = [];
  if (risk.intradayVolatility != null)
    facts.push([m.shared_volatility_minutes(), loss(risk.intradayVolatility)]);
  if (risk.tradedValue != null) facts.push([m.shared_traded_a_session(), `${compact(risk.tradedValue)} VND`]);
  facts.push([m.shared_to_sell({ value: compact(risk.position) }), sellingTime(risk.sessionsToSell)]);
  return facts;
}
