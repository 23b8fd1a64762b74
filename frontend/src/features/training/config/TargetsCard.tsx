import { Chip, Group, Input, SimpleGrid } from "@mantine/core";
import { useId } from "react";
import { m } from "@/paraglide/messages";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { NumberField } from "@/shared/form/NumberField";
import { SectionCard } from "@/shared/form/SectionCard";
import { useField } from "@/shared/form/useField";
import { COLUMNS, KINDS, TIMEFRAMES } from "@/shared/format/targets";

/** What is forecast, the horizons, and the split into training and test rows. */
export function TargetsCard() {
  return (
    <SectionCard
      section="targets"
      title={m.training_target_splits()}
      hint={m.training_horizons_and_windows_count_trading_sessions()}
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <ChoiceField path="targets.kind" names={KINDS} />
        <ChoiceField path="targets.column" names={COLUMNS} />
        <ChoiceField path="targets.timeframe" names={TIMEFRAMES} />
      </SimpleGrid>
      <Horizons />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <NumberField path="targets.lookbackWindow" />
        <NumberField path="targets.trainPct" />
        <NumberField path="targets.testPct" />
      </SimpleGrid>
    </SectionCard>
  );
}

function Horizons() {
  const { value, rule, error, set } = useField("targets.horizons");
  const id = useId();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const offered = rule.items?.options ?? [];
  return (
    <Input.Wrapper
      data-field="targets.horizons"
      label={rule.title}
      labelElement="div"
      labelProps={{ id }}
      description={rule.description}
      error={error}
    >
      <Chip.Group
        multiple
        value={chosen}
        onChange={(next) => set(offered.filter((option) => next.includes(String(option))))}
      >
        <Group role="group" aria-labelledby={id} gap={8} mt={8}>
          {offered.map((horizon) => (
            <Chip key={horizon} value={String(horizon)} size="sm">
              {m.training_d({ horizon })}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}
