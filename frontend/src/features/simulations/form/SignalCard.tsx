import { Group, Radio, SimpleGrid } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { useConfigForm } from "@/shared/form/ConfigForm";
import { NumberField } from "@/shared/form/NumberField";
import { alternativeAt } from "@/shared/form/rules";
import { SectionCard } from "@/shared/form/SectionCard";
import { TextField } from "@/shared/form/TextField";
import { useField } from "@/shared/form/useField";
import { SIGNAL_NAMES, SIGNALS } from "../search";

const MEASURES = {
  return: m.simulations_forecast_return(),
  rank: m.simulations_rank_among_the_vn30(),
  probability: m.simulations_chance_to_beat_the_vn30(),
};
const PROFILES = {
  conservative: m.simulations_conservative(),
  moderate: m.simulations_moderate(),
  aggressive: m.simulations_aggressive(),
};

/** The kind of the signal, and the fields of that kind. */
export function SignalCard() {
  const { schema } = useConfigForm();
  const { value: kind } = useField("signal.kind");
  const signal = useField("signal");
  return (
    <SectionCard
      section="signal"
      title={m.simulations_signal()}
      hint={m.simulations_what_is_known_after_the_close()}
    >
      <Radio.Group
        aria-label={m.simulations_kind_of_signal()}
        value={String(kind)}
        onChange={(chosen) => signal.set(alternativeAt(schema, "signal", chosen))}
      >
        <Group gap="lg">
          {SIGNALS.map((name) => (
            <Radio key={name} value={name} label={SIGNAL_NAMES[name]} />
          ))}
        </Group>
      </Radio.Group>
      {kind === "formula" && (
        <TextField path="signal.formula" hint={m.simulations_of_features_and_numbers_with_comparisons()} />
      )}
      {kind === "recommendation" && <ChoiceField path="signal.profile" names={PROFILES} />}
      {(kind === "version" || kind === "champion") && <ChoiceField path="signal.measure" names={MEASURES} />}
      {kind !== "formula" && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {kind === "version" && <NumberField path="signal.version" />}
          <NumberField path="signal.horizon" />
        </SimpleGrid>
      )}
    </SectionCard>
  );
}
