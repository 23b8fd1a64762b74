import { Card, Group, Progress, Stack, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { ago, duration } from "@/shared/format/times";
import { triggeredBy } from "../dags";
import { useActiveRuns } from "./queries";

type ActiveRun = Schemas["ActiveRun"];

/** The runs of all DAGs that wait or run, with their progress. */
export function ActiveRunsCard() {
  const runs = useActiveRuns();
  return (
    <Card component="section" aria-label={m.pipelines_running_now()}>
      <Title order={2} size="h4" mb="sm">
        {m.pipelines_running_now()}
      </Title>
      <Loaded query={runs} what={m.pipelines_the_active_runs()} skeleton={<SkeletonLines lines={4} />}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={m.pipelines_no_run_is_active()}>{m.pipelines_what_comes_next_is_below()}</Empty>
          ) : (
            <Stack gap="md">
              {data.map((run) => (
                <Run key={`${run.dagId} ${run.runId}`} run={run} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Card>
  );
}

function Run({ run }: { run: ActiveRun }) {
  const percent = Math.round(100 * (run.progress ?? 0));
  return (
    <article aria-label={`${run.dagName}: ${run.runId}`}>
      <Group justify="space-between" gap="xs">
        <TextLink to="/pipelines" search={{ dag: run.dagId, tab: "run", run: run.runId }}>
          {run.dagName}
        </TextLink>
        <StatePill state={run.state} />
      </Group>
      <Progress value={percent} mt={6} aria-label={m.pipelines_progress_of({ dagName: run.dagName })} />
      <Text size="sm" c="dimmed" mt={4}>
        {progressInWords(run)}
      </Text>
    </article>
  );
}

/** Tasks, stage, time left and who started a run. */
export function progressInWords(run: ActiveRun): string {
  const parts = [
    run.tasks === 0
      ? m.pipelines_no_task_yet_2()
      : m.pipelines_of_tasks({ tasksEnded: run.tasksEnded, tasks: run.tasks }),
    ...(run.tasksFailed > 0 ? [m.pipelines_failed_2({ tasksFailed: run.tasksFailed })] : []),
    ...(run.stages.length > 0 ? [m.pipelines_stage_2({ stages: run.stages.join(", ") })] : []),
    run.start === null
      ? m.pipelines_waits_since({ runAfter: ago(run.runAfter) })
      : m.pipelines_began({ start: ago(run.start) }),
    ...(run.secondsLeft === null
      ? []
      : [
          run.secondsLeft === 0
            ? m.pipelines_longer_than_usual()
            : m.pipelines_about_left({ secondsLeft: duration(run.secondsLeft) }),
        ]),
    ...(run.triggeredBy === null
      ? []
      : [m.pipelines_started_by({ triggeredBy: triggeredBy(run.triggeredBy) })]),
  ];
  return parts.join(" · ");
}
