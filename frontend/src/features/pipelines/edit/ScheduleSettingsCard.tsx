import { Card, NumberInput, Radio, Select, Stack, Switch, TextInput, Title } from "@mantine/core";
import { useMemo } from "react";
import { type DagDetail, scheduledDays, TRIGGERED_BY_DATA } from "../dags";
import { type Edits, type Faults, type Settings, timezones } from "./settings";

export type SettingsForm = {
  settings: Settings;
  faults: Faults;
  disabled: boolean;
  edit: (part: Edits) => void;
};

/** DAG Settings: the schedule and the number of concurrent runs. */
export function ScheduleSettingsCard({
  dag,
  settings,
  faults,
  disabled,
  edit,
}: SettingsForm & { dag: DagDetail }) {
  const zones = useMemo(() => timezones(dag.timezone), [dag.timezone]);
  const byData = TRIGGERED_BY_DATA[dag.dagId];
  const byPrices = settings.trigger === "prices";
  return (
    <Card component="section" aria-labelledby="dag-settings" shadow="none">
      <Title order={3} size="h5" id="dag-settings" mb="sm">
        DAG Settings
      </Title>
      <Stack gap="sm">
        {byData && (
          <Radio.Group
            label="Runs"
            value={settings.trigger}
            onChange={(value) => edit({ trigger: value === "prices" ? "prices" : "cron" })}
          >
            <Stack gap={6} mt={4}>
              <Radio value="cron" label="By its schedule" disabled={disabled} />
              <Radio value="prices" label={byData} disabled={disabled} />
            </Stack>
          </Radio.Group>
        )}
        <TextInput
          label="CRON schedule"
          description={
            byPrices
              ? "Not used while new data trigger the runs."
              : `Minute, hour, day of the month, month, day of the week; ${scheduledDays(dag.dagId)}.`
          }
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          spellCheck={false}
          maxLength={100}
          disabled={disabled}
          value={settings.scheduleCron}
          error={faults.scheduleCron}
          onChange={(event) => edit({ scheduleCron: event.currentTarget.value })}
        />
        <Select
          label="Timezone"
          description="Of the schedule; this page always shows times in ICT."
          searchable
          limit={60}
          nothingFoundMessage="No such timezone"
          allowDeselect={false}
          data={zones}
          disabled={disabled}
          value={settings.timezone}
          error={faults.timezone}
          onChange={(value) => value !== null && edit({ timezone: value })}
        />
        <Switch
          label="Catchup"
          description="Run missed schedule times too, from the moment of this setting on."
          disabled={disabled}
          checked={settings.catchup}
          error={faults.catchup}
          onChange={(event) => edit({ catchup: event.currentTarget.checked })}
        />
        <NumberInput
          label="Max active runs"
          description="The number of runs at the same time, 1 to 16; further runs are queued."
          min={1}
          max={16}
          clampBehavior="none"
          allowDecimal={false}
          disabled={disabled}
          value={settings.maxActiveRuns}
          error={faults.maxActiveRuns}
          onChange={(maxActiveRuns) => edit({ maxActiveRuns })}
        />
      </Stack>
    </Card>
  );
}
