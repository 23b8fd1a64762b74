import { Card, NumberInput, Radio, Stack, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import type { SettingsForm } from "./ScheduleSettingsCard";
import type { Settings } from "./settings";

const POLICIES = [
  ["newest", "The newest run", "Each version succeeds the champion. The newest run is served."],
  ["rule", "A rule", "A version of another line succeeds it when it is better by a paired test."],
  ["person", "A person", "A version of another line succeeds it when a person promotes it on Models."],
] as const satisfies [Settings["promotion"], string, string][];

const EVIDENCE = [
  ["live", "Realised forecasts", "that both lines made before their outcome was known"],
  ["test", "Test parts", "the out-of-sample forecasts of both versions"],
] as const satisfies [Settings["promotionEvidence"], string, string][];

/** Champions: how the version of a training run succeeds the champion. */
export function PromotionCard({ settings, faults, disabled, edit }: SettingsForm) {
  const byRule = settings.promotion === "rule";
  return (
    <Card component="section" aria-labelledby="champions" shadow="none">
      <Title order={3} size="h5" id="champions" mb="sm">
        {m.pipelines_champions()}
      </Title>
      <Stack gap="sm">
        <Radio.Group
          label={m.pipelines_who_decides_which_version_is_served()}
          value={settings.promotion}
          error={faults.promotion}
          onChange={(value) => {
            const policy = POLICIES.find(([name]) => name === value);
            if (policy) edit({ promotion: policy[0] });
          }}
        >
          <Stack gap={6} mt={4}>
            {POLICIES.map(([value, label, description]) => (
              <Radio key={value} {...{ value, label, description, disabled }} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={m.pipelines_the_rule_compares()}
          value={settings.promotionEvidence}
          error={faults.promotionEvidence}
          onChange={(value) => {
            const evidence = EVIDENCE.find(([name]) => name === value);
            if (evidence) edit({ promotionEvidence: evidence[0] });
          }}
        >
          <Stack gap={6} mt={4}>
            {EVIDENCE.map(([value, label, description]) => (
              <Radio key={value} {...{ value, label, description }} disabled={disabled || !byRule} />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          label={m.pipelines_common_sessions()}
          description={m.pipelines_that_the_rule_needs_before_it()}
          min={20}
          max={1000}
          clampBehavior="none"
          allowDecimal={false}
          disabled={disabled || !byRule}
          value={settings.promotionSessions ?? ""}
          error={faults.promotionSessions}
          onChange={(promotionSessions) => edit({ promotionSessions })}
        />
        <Text size="sm" c="dimmed">
          A version of the champion&apos;s own line succeeds it under each of them. The history of champions
          is on Models.
        </Text>
      </Stack>
    </Card>
  );
}
