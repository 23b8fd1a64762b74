import { Box } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { TickerChips } from "@/shared/components/TickerChips";
import { SectionCard } from "@/shared/form/SectionCard";
import { SwitchField } from "@/shared/form/SwitchField";
import { useField } from "@/shared/form/useField";

/** The stocks to train. */
export function UniverseCard() {
  const all = useField("universe.useAllVn30");
  const tickers = useField("universe.tickers");
  const chosen = Array.isArray(tickers.value) ? tickers.value.map(String) : [];
  return (
    <SectionCard section="universe" title={m.training_stock_universe()}>
      <SwitchField path="universe.useAllVn30" />
      <Box data-field="universe.tickers">
        <TickerChips
          label={m.training_tickers()}
          value={chosen}
          onChange={tickers.set}
          all={all.value === true}
          error={tickers.error}
        />
      </Box>
    </SectionCard>
  );
}
