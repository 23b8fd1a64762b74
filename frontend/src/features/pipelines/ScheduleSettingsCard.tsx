import { Card, NumberInput, Radio, Select, Stack, Switch, TextInput, Title } from "@mantine/core";
import { useMemo } from "react";
import type { DagDetail } from "./runs";
import { type Edits, type Faults, type Settings, timezones } from "./settings";

export type SettingsForm = {
  settings: Settings;
  faults: Faults;
  disabled: boolean;
  edit: (part: Edits) => void;
};

/** The DAG of the two that may wait for prices in place of a time. */
const WAITS_FOR_PRICES = "vn30_model_training";

/** DAG Settings: when it runs, and how many of its runs at a time. */
export function ScheduleSettingsCard({
  dag,
  settings,
  faults,
  disabled,
  edit,
}: SettingsForm & { dag: DagDetail }) {
  const zones = useMemo(() => timezones(dag.timezone), [dag.timezone]);
  const byPrices = settings.trigger === "prices";
  return (
    <Card component="section" aria-labelledby="dag-settings" shadow="none">
      <Title order={3} size="h5" id="dag-settings" mb="sm">
        DAG Settings
      </Title>
      <Stack gap="sm">
        {dag.dagId === WAITS_FOR_PRICES && (
          <Radio.Group
            label="Runs"
            value={settings.trigger}
            onChange={(value) => edit({ trigger: value === "prices" ? "prices" : "cron" })}
          >
            <Stack gap={6} mt={4}>
              <Radio value="cron" label="By its schedule" disabled={disabled} />
              <Radio value="prices" label="Whenever the crawler has brought new prices" disabled={disabled} />
            </Stack>
          </Radio.Group>
        )}
        <TextInput
          label="CRON schedule"
          description={
            byPrices
              ? "Not used while new prices start the runs."
              : "Minute, hour, day of the month, month, day of the week; on sessions of the exchange only."
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
          description="Of the schedule; this page shows times in ICT always."
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
          description="Make up for moments that are missed, from when this is turned on."
          disabled={disabled}
          checked={settings.catchup}
          error={faults.catchup}
          onChange={(event) => edit({ catchup: event.currentTarget.checked })}
        />
        <NumberInput
          label="Max active runs"
          description="So many at the same time; others wait. 1 to 16."
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
