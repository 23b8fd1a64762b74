import { Card, NumberInput, Radio, Select, Stack, Switch, TextInput, Title } from "@mantine/core";
import { useMemo } from "react";
import { m } from "@/paraglide/messages";
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
        {m.pipelines_dag_settings()}
      </Title>
      <Stack gap="sm">
        {byData && (
          <Radio.Group
            label={m.pipelines_runs()}
            value={settings.trigger}
            onChange={(value) => edit({ trigger: value === "prices" ? "prices" : "cron" })}
          >
            <Stack gap={6} mt={4}>
              <Radio value="cron" label={m.pipelines_by_its_schedule()} disabled={disabled} />
              <Radio value="prices" label={byData} disabled={disabled} />
            </Stack>
          </Radio.Group>
        )}
        <TextInput
          label={m.pipelines_cron_schedule()}
          description={
            byPrices
              ? m.pipelines_not_used_while_new_data_trigger()
              : m.pipelines_minute_hour_day_of_the_month({ dagId: scheduledDays(dag.dagId) })
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
          label={m.pipelines_timezone()}
          description={m.pipelines_of_the_schedule_this_page_always()}
          searchable
          limit={60}
          nothingFoundMessage={m.pipelines_no_such_timezone()}
          allowDeselect={false}
          data={zones}
          disabled={disabled}
          value={settings.timezone}
          error={faults.timezone}
          onChange={(value) => value !== null && edit({ timezone: value })}
        />
        <Switch
          label={m.pipelines_catchup()}
          description={m.pipelines_run_missed_schedule_times_too_from()}
          disabled={disabled}
          checked={settings.catchup}
          error={faults.catchup}
          onChange={(event) => edit({ catchup: event.currentTarget.checked })}
        />
        <NumberInput
          label={m.pipelines_max_active_runs()}
          description={m.pipelines_the_number_of_runs_at_the()}
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
