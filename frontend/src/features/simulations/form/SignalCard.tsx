import { Group, Radio, SimpleGrid } from "@mantine/core";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { useConfigForm } from "@/shared/form/ConfigForm";
import { NumberField } from "@/shared/form/NumberField";
import { alternativeAt } from "@/shared/form/rules";
import { SectionCard } from "@/shared/form/SectionCard";
import { TextField } from "@/shared/form/TextField";
import { useField } from "@/shared/form/useField";
import { SIGNAL_NAMES, SIGNALS } from "../search";

const MEASURES = {
  return: "Forecast return",
  rank: "Rank among the VN30",
  probability: "Chance to beat the VN30",
};
const PROFILES = { conservative: "Conservative", moderate: "Moderate", aggressive: "Aggressive" };

/** The kind of the signal, and the fields of that kind. */
export function SignalCard() {
  const { schema } = useConfigForm();
  const { value: kind } = useField("signal.kind");
  const signal = useField("signal");
  return (
    <SectionCard section="signal" title="Signal" hint="What is known after the close of each session">
      <Radio.Group
        aria-label="Kind of signal"
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
        <TextField
          path="signal.formula"
          hint="Of features and numbers with + - * /, comparisons, min, max, abs and rank: rank(return_over_60) is the place among the stocks. docs/features.md lists the features."
        />
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
