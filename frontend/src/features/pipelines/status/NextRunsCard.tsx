import { Card, Group, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PauseButton } from "../catalog/PauseButton";
import { type Dag, nextRunInWords } from "../dags";
import { useDags } from "../queries";
import { RunNowButton } from "../runs/RunNowButton";

/** What comes next: the DAGs by the time of their next run, with buttons that start and pause them. */
export function NextRunsCard() {
  const dags = useDags();
  return (
    <Card component="section" aria-label={m.pipelines_what_comes_next()}>
      <Title order={2} size="h4" mb="sm">
        {m.pipelines_what_comes_next()}
      </Title>
      <Loaded query={dags} what={m.pipelines_the_dags()} skeleton={<SkeletonLines lines={8} />}>
        {(dags) => (
          <FigureTable<Dag>
            caption={m.pipelines_the_soonest_first()}
            minWidth={320}
            rows={dags.toSorted(soonest)}
            keyOf={({ dagId }) => dagId}
            columns={[
              { name: m.pipelines_dag(), of: ({ name }) => name },
              { name: m.pipelines_next_run(), isWords: true, of: nextRunInWords },
              { name: m.pipelines_actions(), of: (dag) => <Actions dag={dag} /> },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Actions({ dag }: { dag: Dag }) {
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <RunNowButton dag={dag} size="compact-xs" aria-label={m.pipelines_run_now_2({ name: dag.name })}>
        {m.pipelines_run()}
      </RunNowButton>
      <PauseButton dag={dag} size="compact-xs" />
    </Group>
  );
}

/** Scheduled DAGs by time, then those that data trigger, then paused ones. */
function soonest(one: Dag, other: Dag): number {
  return rank(one) - rank(other) || (one.nextRunAt ?? "").localeCompare(other.nextRunAt ?? "");
}

function rank(dag: Dag): number {
  if (dag.status === "paused") return 2;
  return dag.nextRunAt === null ? 1 : 0;
}
