import { Card, NumberInput, Stack, TagsInput, Text, TextInput, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import type { SettingsForm } from "./ScheduleSettingsCard";

/** Default Arguments: the settings of all tasks of the DAG. */
export function DefaultArgsCard({ settings, faults, disabled, edit }: SettingsForm) {
  return (
    <Card component="section" aria-labelledby="default-arguments" shadow="none">
      <Title order={3} size="h5" id="default-arguments" mb="sm">
        {m.pipelines_default_arguments()}
      </Title>
      <Stack gap="sm">
        <NumberInput
          label={m.pipelines_retries()}
          description={m.pipelines_for_each_task_0_to_10()}
          min={0}
          max={10}
          clampBehavior="none"
          allowDecimal={false}
          disabled={disabled}
          value={settings.retries}
          error={faults.retries}
          onChange={(retries) => edit({ retries })}
        />
        <NumberInput
          label={m.pipelines_retry_delay_min()}
          description={m.pipelines_before_the_first_retry_it_doubles()}
          min={0}
          max={1440}
          clampBehavior="none"
          disabled={disabled}
          value={settings.retryDelayMinutes}
          error={faults.retryDelayMinutes}
          onChange={(retryDelayMinutes) => edit({ retryDelayMinutes })}
        />
        <TextInput
          label={m.pipelines_owner()}
          maxLength={50}
          disabled={disabled}
          value={settings.owner}
          error={faults.owner}
          onChange={(event) => edit({ owner: event.currentTarget.value })}
        />
        <TagsInput
          label={m.pipelines_tags()}
          description={m.pipelines_enter_adds_a_tag_backspace_removes()}
          maxTags={10}
          disabled={disabled}
          value={settings.tags}
          error={faults.tags}
          onChange={(tags) => edit({ tags })}
        />
        <Text size="sm" c="dimmed">
          {m.pipelines_changes_affect_future_runs_only()}
        </Text>
      </Stack>
    </Card>
  );
}
