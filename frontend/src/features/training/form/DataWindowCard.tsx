import { SimpleGrid } from "@mantine/core";
import { ChoiceField } from "./ChoiceField";
import { DateField } from "./DateField";
import { NumberField } from "./NumberField";
import { SectionCard } from "./SectionCard";
import { SwitchField } from "./SwitchField";
import { useField } from "./useField";

const MODES = { last_n: "Last N days", range: "Date range" };

/** Which sessions models learn from and are tested on. */
export function DataWindowCard() {
  const mode = useField("dataWindow.mode");
  const isRange = mode.value === "range";
  return (
    <SectionCard
      section="dataWindow"
      title="Data Window"
      hint="Days are trading sessions of the Ho Chi Minh City exchange: weekends and Vietnamese holidays do not count, and a date on one of them means the sessions around it."
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
