import { SimpleGrid } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { DateField } from "@/shared/form/DateField";
import { NumberField } from "@/shared/form/NumberField";
import { SectionCard } from "@/shared/form/SectionCard";
import { SwitchField } from "@/shared/form/SwitchField";
import { useField } from "@/shared/form/useField";

const MODES = { last_n: m.training_last_n_days(), range: m.training_date_range() };

/** The sessions for training and testing. */
export function DataWindowCard() {
  const mode = useField("dataWindow.mode");
  const isRange = mode.value === "range";
  return (
    <SectionCard
      section="dataWindow"
      title={m.training_data_window()}
      hint={m.training_days_are_trading_sessions_of_the()}
    >
      <ChoiceField
        path="dataWindow.mode"
        names={MODES}
        hint={m.training_the_newest_sessions_or_those_between()}
      />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <NumberField path="dataWindow.lastSessions" hint={m.training_trading_sessions()} disabled={isRange} />
        <DateField path="dataWindow.start" hint={m.training_first_session()} disabled={!isRange} />
        <DateField
          path="dataWindow.end"
          hint={m.training_last_session_empty_the_newest_one()}
          disabled={!isRange}
        />
      </SimpleGrid>
      <SwitchField path="dataWindow.skipRefetch" />
    </SectionCard>
  );
}
