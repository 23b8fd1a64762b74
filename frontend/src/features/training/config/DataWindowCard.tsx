import { SimpleGrid } from "@mantine/core";
import { ChoiceField } from "@/shared/form/ChoiceField";
import { DateField } from "@/shared/form/DateField";
import { NumberField } from "@/shared/form/NumberField";
import { SectionCard } from "@/shared/form/SectionCard";
import { SwitchField } from "@/shared/form/SwitchField";
import { useField } from "@/shared/form/useField";

const MODES = { last_n: "Last N days", range: "Date range" };

/** The sessions for training and testing. */
export function DataWindowCard() {
  const mode = useField("dataWindow.mode");
  const isRange = mode.value === "range";
  return (
    <SectionCard
      section="dataWindow"
      title="Data Window"
      hint="Days are trading sessions of the Ho Chi Minh City exchange: weekends and Vietnamese holidays do not count, and a range that starts or ends on one of them covers the sessions between."
    >
      <ChoiceField
        path="dataWindow.mode"
        names={MODES}
        hint="The newest sessions, or those between two dates."
      />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
        <NumberField path="dataWindow.lastSessions" hint="trading sessions" disabled={isRange} />
        <DateField path="dataWindow.start" hint="first session" disabled={!isRange} />
        <DateField path="dataWindow.end" hint="last session; empty: the newest one" disabled={!isRange} />
      </SimpleGrid>
      <SwitchField path="dataWindow.skipRefetch" />
    </SectionCard>
  );
}
