import { SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { FieldGroup } from "./FieldGroup";
import { NumberField } from "./NumberField";
import { NumbersField } from "./NumbersField";
import { SectionCard } from "./SectionCard";
import { SwitchField } from "./SwitchField";
import { useField } from "./useField";

/** Which indicators become features. */
export function IndicatorsCard() {
  return (
    <SectionCard section="indicators" title="Indicators" hint="Windows count trading sessions.">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="md">
        <Kind name="Price">
          <FieldGroup legend="SMA" cols={1}>
            <NumbersField path="indicators.sma.windows" hint="one average each; add with Enter" />
          </FieldGroup>
          <FieldGroup legend="EMA" cols={2}>
            <NumberField path="indicators.ema.fast" hint={null} />
            <NumberField path="indicators.ema.slow" hint={null} />
          </FieldGroup>
          <RateOfChange />
        </Kind>
        <Kind name="Momentum">
          <FieldGroup legend="RSI" cols={1}>
            <NumberField path="indicators.rsi.window" hint={null} />
          </FieldGroup>
          <FieldGroup legend="MACD" cols={3}>
            <NumberField path="indicators.macd.fast" hint={null} />
            <NumberField path="indicators.macd.slow" hint={null} />
            <NumberField path="indicators.macd.signal" hint={null} />
          </FieldGroup>
        </Kind>
        <Kind name="Volatility">
          <FieldGroup legend="Bollinger Bands" cols={2}>
            <NumberField path="indicators.bollinger.window" hint={null} />
            <NumberField path="indicators.bollinger.std" hint={null} />
          </FieldGroup>
          <FieldGroup legend="ATR" cols={1}>
            <NumberField path="indicators.atr.window" hint={null} />
          </FieldGroup>
        </Kind>
        <Kind name="Volume">
          <FieldGroup legend="Volume MA" cols={1}>
            <NumberField path="indicators.volumeMa.window" hint={null} />
          </FieldGroup>
        </Kind>
        <SwitchField path="indicators.leakageGuard" />
        <SwitchField path="indicators.marketContext" />
      </SimpleGrid>
    </SectionCard>
  );
}

function Kind({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Stack gap="sm">
      <Text fw={650}>{name}</Text>
      {children}
    </Stack>
  );
}

/** The one indicator that may be left out. */
function RateOfChange() {
  const { value, rule, set } = useField("indicators.roc");
  const isOn = value !== null && value !== undefined;
  return (
    <FieldGroup legend="ROC" cols={2}>
      <NumberField path="indicators.roc.window" hint={null} disabled={!isOn} />
      <Switch
        mt={{ base: 0, xs: 28 }}
        label="Include ROC"
        checked={isOn}
        onChange={(event) => set(event.currentTarget.checked ? rule.default : null)}
      />
    </FieldGroup>
  );
}
