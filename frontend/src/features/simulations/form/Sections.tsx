import { SimpleGrid } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { TickerChips } from "@/shared/components/TickerChips";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { NumberField } from "@/shared/form/NumberField";
import { SchemaField } from "@/shared/form/SchemaField";
import { SectionCard } from "@/shared/form/SectionCard";
import { useField } from "@/shared/form/useField";
import { RegimesField } from "./RegimesField";
import { SignalCard } from "./SignalCard";

const WEIGHTS = {
  equal: m.simulations_equal(),
  inverse_volatility: m.simulations_inverse_volatility(),
  minimum_variance: m.simulations_minimum_variance(),
  risk_parity: m.simulations_risk_parity(),
  hierarchical: m.simulations_hierarchical_risk_parity(),
};
const FILLS = {
  next_open: m.simulations_next_opening_auction_ato(),
  next_close: m.simulations_next_closing_auction_atc(),
  next_session: m.simulations_through_the_next_session(),
};
const COLUMNS = { base: 1, xs: 2, md: 3 };

/** The sections of the document, as the schema describes their fields. */
export function Sections() {
  return (
    <>
      <Period />
      <SignalCard />
      <SectionCard
        section="filters"
        title={m.simulations_filters()}
        hint={m.simulations_which_signals_count()}
      >
        <SimpleGrid cols={COLUMNS}>
          <SchemaField path="filters.threshold" />
          <SchemaField path="filters.volatilityMultiple" />
          <SchemaField path="filters.outlierZ" />
        </SimpleGrid>
        <RegimesField />
      </SectionCard>
      <SectionCard
        section="portfolio"
        title={m.simulations_portfolio()}
        hint={m.simulations_what_is_held_of_the_stocks()}
      >
        <ChoiceField path="portfolio.weights" names={WEIGHTS} />
        <SimpleGrid cols={COLUMNS}>
          <SchemaField path="portfolio.maximumNames" />
          <SchemaField path="portfolio.rebalanceSessions" />
          <SchemaField path="portfolio.bufferNames" />
          <SchemaField path="portfolio.minimumHolding" />
          <SchemaField path="portfolio.rebalanceBand" />
          <SchemaField path="portfolio.stopPct" />
          <SchemaField path="portfolio.targetPct" />
        </SimpleGrid>
      </SectionCard>
      <SectionCard
        section="execution"
        title={m.simulations_execution()}
        hint={m.simulations_lots_ticks_price_limits_settlement_and()}
      >
        <ChoiceField path="execution.fill" names={FILLS} />
        <SchemaField path="execution.minutes" />
        <SimpleGrid cols={COLUMNS}>
          <SchemaField path="execution.initialCash" />
          <SchemaField path="execution.volumeShare" />
          <SchemaField path="execution.feePct" />
          <SchemaField path="execution.minimumFee" />
        </SimpleGrid>
      </SectionCard>
      <Bot />
    </>
  );
}

function Period() {
  const { value, error, set } = useField("tickers");
  const tickers = Array.isArray(value) ? value.filter((ticker) => typeof ticker === "string") : [];
  return (
    <SectionCard section="tickers" title={m.simulations_stocks_and_period()}>
      <TickerChips
        label={m.simulations_stocks_none_the_members_of_the()}
        value={tickers}
        onChange={set}
        error={error}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <SchemaField path="first" />
        <SchemaField path="last" />
      </SimpleGrid>
    </SectionCard>
  );
}

function Bot() {
  const isOn = useField("bot.enabled").value === true;
  return (
    <SectionCard section="bot" title={m.simulations_bot()}>
      <SchemaField path="bot.enabled" />
      <NumberField path="bot.minimumConfidence" disabled={!isOn} />
    </SectionCard>
  );
}
