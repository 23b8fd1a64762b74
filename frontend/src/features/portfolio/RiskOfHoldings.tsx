import { Text } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { percent } from "@/shared/format/numbers";
import { RiskParts } from "@/shared/risk/RiskParts";
import { loss, sellingTime } from "@/shared/risk/risk";
import { type Detail, useRiskOfHoldings } from "./queries";

/** The risk of a portfolio that keeps the weights of today, and what each holding adds to it. */
export function RiskOfHoldings({ detail }: { detail: Detail }) {
  const query = useRiskOfHoldings(detail);
  if (detail.positions.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {m.portfolio_no_shares_are_held()}
      </Text>
    );
  }
  return (
    <Loaded query={query} what={m.portfolio_the_risk()} skeleton={<SkeletonLines lines={6} />}>
      {(risk) => (
        <>
          <RiskParts risk={risk} subject={m.portfolio_subject()} kind="portfolio" facts={factsOf(risk)} />
          <Holdings risk={risk} />
        </>
      )}
    </Loaded>
  );
}

function factsOf(risk: Schemas["PortfolioRisk"]): [string, string][] {
  return [
    [m.portfolio_cash(), loss(risk.cashWeight)],
    [m.portfolio_sold_in_session(), m.portfolio_of_the_stocks({ share: loss(risk.soldInASession) })],
  ];
}

type Holding = Schemas["HoldingRisk"];

function Holdings({ risk }: { risk: Schemas["PortfolioRisk"] }) {
  return (
    <FigureTable<Holding>
      caption={m.portfolio_a_share_of_the_risk_above()}
      minWidth={420}
      columns={[
        { name: m.portfolio_stock(), of: ({ ticker }) => ticker },
        { name: m.portfolio_weight(), of: ({ weight }) => loss(weight) },
        {
          name: m.portfolio_share_of_risk(),
          of: ({ riskShare }) => percent(riskShare == null ? riskShare : 100 * riskShare),
        },
        { name: m.portfolio_time_to_sell(), of: ({ sessionsToSell }) => sellingTime(sessionsToSell) },
      ]}
      rows={[...risk.holdings].sort((one, other) => (other.riskShare ?? 0) - (one.riskShare ?? 0))}
      keyOf={({ ticker }) => ticker}
    />
  );
}
