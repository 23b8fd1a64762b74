import { Card, Group, Text, Title } from "@mantine/core";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Pill } from "@/shared/components/Pill";
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
    <Card component="section" aria-label="Look-ahead check" mt="md">
      <Group gap="sm" mb={4}>
        <Title order={2} size="h4">
          Look-ahead check
        </Title>
        {checks.data && <Verdict checks={checks.data.data} />}
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        Features, ranks, regimes and forecasts of past sessions are computed again from prices that end there.
        A difference means that something reads later prices.
      </Text>
      <Loaded query={checks} what="The look-ahead check" skeleton={<SkeletonLines lines={3} height={24} />}>
        {({ data: [newest, ...others] }) =>
          newest ? (
            <LookaheadResult newest={newest} checks={[newest, ...others]} />
          ) : (
            <Empty title="No check yet">
              The DAG {DAG_LINK} makes one a week once it is unpaused, or when it is triggered.
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
  if (differences === 0) return <Pill tone="up">No difference</Pill>;
  return <Pill tone="down">{differences === 1 ? "1 difference" : `${differences} differences`}</Pill>;
}

function differencesOf(checks: Check[]): number {
  return checks.reduce((sum, { differences }) => sum + differences, 0);
}
