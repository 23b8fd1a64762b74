import { SimpleGrid } from "@mantine/core";
import { ChoiceField } from "./fields/ChoiceField";
import { DateField } from "./fields/DateField";
import { NumberField } from "./fields/NumberField";
import { SectionCard } from "./fields/SectionCard";
import { SwitchField } from "./fields/SwitchField";
import { useField } from "./fields/useField";

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
