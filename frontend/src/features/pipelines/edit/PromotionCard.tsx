import { Card, NumberInput, Radio, Stack, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import type { SettingsForm } from "./ScheduleSettingsCard";
import type { Settings } from "./settings";

const POLICIES = [
  ["newest", m.pipelines_the_newest_run(), m.pipelines_each_version_succeeds_the_champion_the()],
  ["rule", m.pipelines_a_rule(), m.pipelines_a_version_of_another_line_succeeds()],
  ["person", m.pipelines_a_person(), m.pipelines_a_version_of_another_line_succeeds_it()],
] as const satisfies [Settings["promotion"], string, string][];

const EVIDENCE = [
  ["live", m.pipelines_realised_forecasts(), m.pipelines_that_both_lines_made_before_their()],
  ["test", m.pipelines_test_parts(), m.pipelines_the_out_of_sample_forecasts_of()],
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
          {m.pipelines_a_version_of_the_champions_own()}
        </Text>
      </Stack>
    </Card>
  );
}
