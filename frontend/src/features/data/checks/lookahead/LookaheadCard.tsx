import { Card, Group, Text, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill } from "@/shared/components/Pill";
import { Sentence, slot } from "@/shared/components/Sentence";
import { TextLink } from "@/shared/components/TextLink";
import { LookaheadResult } from "./LookaheadResult";
import { type Check, useLookahead } from "./queries";

const DAG = "vn30_lookahead_check";
const DAG_LINK = (
  <TextLink to="/pipelines" search={{ dag: DAG }} underline="always">
    {DAG}
  </TextLink>
);

/** The newest check that nothing computed for a past session depends on later prices. */
export function LookaheadCard() {
  const checks = useLookahead();
  return (
    <Card component="section" aria-label={m.data_look_ahead_check()} mt="md">
      <Group gap="sm" mb={4}>
        <Title order={2} size="h4">
          {m.data_look_ahead_check()}
        </Title>
        {checks.data && <Verdict checks={checks.data.data} />}
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {m.data_features_ranks_regimes_and_forecasts_of()}
      </Text>
      <Loaded
        query={checks}
        what={m.data_the_look_ahead_check()}
        skeleton={<SkeletonLines lines={3} height={24} />}
      >
        {({ data: [newest, ...others] }) =>
          newest ? (
            <LookaheadResult newest={newest} checks={[newest, ...others]} />
          ) : (
            <Empty title={m.data_no_check_yet()}>
              <Sentence
                text={m.data_the_dag_makes_one_a_week({ daglink: slot("dag") })}
                slots={{ dag: DAG_LINK }}
              />
            </Empty>
          )
        }
      </Loaded>
    </Card>
  );
}

function Verdict({ checks }: { checks: Check[] }) {
  if (checks.length === 0) return null;
  const differences = differencesOf(checks);
  if (differences === 0) return <Pill tone="up">{m.data_no_difference()}</Pill>;
  return (
    <Pill tone="down">{differences === 1 ? m.data_1_difference() : m.data_differences({ differences })}</Pill>
  );
}

function differencesOf(checks: Check[]): number {
  return checks.reduce((sum, { differences }) => sum + differences, 0);
}
