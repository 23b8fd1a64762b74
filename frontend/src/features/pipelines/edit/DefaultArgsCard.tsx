import { Card, NumberInput, Stack, TagsInput, Text, TextInput, Title } from "@mantine/core";
import type { SettingsForm } from "./ScheduleSettingsCard";

/** Default Arguments: the settings of all tasks of the DAG. */
export function DefaultArgsCard({ settings, faults, disabled, edit }: SettingsForm) {
  return (
    <Card component="section" aria-labelledby="default-arguments" shadow="none">
      <Title order={3} size="h5" id="default-arguments" mb="sm">
        Default Arguments
      </Title>
      <Stack gap="sm">
        <NumberInput
          label="Retries"
          description="For each task, 0 to 10; some tasks use fewer."
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
          label="Retry delay (min)"
          description="Before the first retry; it doubles with each further retry."
          min={0}
          max={1440}
          clampBehavior="none"
          disabled={disabled}
          value={settings.retryDelayMinutes}
          error={faults.retryDelayMinutes}
          onChange={(retryDelayMinutes) => edit({ retryDelayMinutes })}
        />
        <TextInput
          label="Owner"
          maxLength={50}
          disabled={disabled}
          value={settings.owner}
          error={faults.owner}
          onChange={(event) => edit({ owner: event.currentTarget.value })}
        />
        <TagsInput
          label="Tags"
          description="Enter adds a tag, Backspace removes the last; 10 at most."
          maxTags={10}
          disabled={disabled}
          value={settings.tags}
          error={faults.tags}
          onChange={(tags) => edit({ tags })}
        />
        <Text size="sm" c="dimmed">
          Changes affect future runs only.
        </Text>
      </Stack>
    </Card>
  );
}
