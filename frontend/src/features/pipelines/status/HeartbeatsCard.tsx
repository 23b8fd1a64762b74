import { Card, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { Pill, type Tone } from "@/shared/components/Pill";
import { WrappedText } from "@/shared/components/WrappedText";
import { ago, time } from "@/shared/format/times";
import { useHeartbeats } from "./queries";

type Heartbeats = Schemas["Heartbeats"];
type Process = Heartbeats["processes"][number];

const NAMES: Record<Process["process"], string> = {
  scheduler: m.pipelines_scheduler(),
  dag_processor: m.pipelines_dag_processor(),
  triggerer: m.pipelines_triggerer(),
};
const STATES: Record<Process["state"], { tone: Tone; label: string }> = {
  alive: { tone: "up", label: m.pipelines_alive() },
  stalled: { tone: "down", label: m.pipelines_stalled() },
  missing: { tone: "down", label: m.pipelines_missing() },
};

/** The newest heartbeat of each process of Airflow, and what its workers do. */
export function HeartbeatsCard() {
  const heartbeats = useHeartbeats();
  return (
    <Card component="section" aria-label={m.pipelines_heartbeats()}>
      <Title order={2} size="h4" mb="sm">
        {m.pipelines_heartbeats()}
      </Title>
      <Loaded query={heartbeats} what={m.pipelines_the_heartbeats()} skeleton={<SkeletonLines lines={5} />}>
        {(read) => (read.answers ? <Processes read={read} /> : <Silence />)}
      </Loaded>
    </Card>
  );
}

function Silence() {
  return (
    <Notice kind="error" title={m.pipelines_airflow_does_not_answer()} role="status">
      {m.pipelines_nothing_is_known_of_its_processes()}
    </Notice>
  );
}

function Processes({ read }: { read: Heartbeats }) {
  return (
    <>
      <FigureTable<Process>
        caption={m.pipelines_airflows_own_judgement_by_its_thresholds()}
        minWidth={400}
        rows={read.processes}
        keyOf={({ process, hostname }) => `${process} ${hostname}`}
        columns={[
          { name: m.pipelines_process(), of: ({ process }) => NAMES[process] },
          {
            name: m.pipelines_host(),
            isWords: true,
            of: ({ hostname }) => <WrappedText>{hostname ?? "–"}</WrappedText>,
          },
          {
            name: m.pipelines_state(),
            isWords: true,
            of: ({ state }) => <Pill tone={STATES[state].tone}>{STATES[state].label}</Pill>,
          },
          {
            name: m.pipelines_last_heartbeat(),
            isWords: true,
            of: ({ latestHeartbeat }) =>
              latestHeartbeat === null ? (
                m.pipelines_none()
              ) : (
                <span title={time(latestHeartbeat)}>{ago(latestHeartbeat)}</span>
              ),
          },
        ]}
      />
      <Text size="sm" mt="sm" {...(read.workersStalled ? { role: "alert", fw: 600 } : {})}>
        <strong>{m.pipelines_workers()}</strong> {workersInWords(read)}
      </Text>
    </>
  );
}

/** The tasks of the workers in a sentence or two. */
export function workersInWords(read: Heartbeats): string {
  const running = read.workers.reduce((sum, worker) => sum + worker.runningTasks, 0);
  const hosts = read.workers.map((worker) => `${worker.hostname} (${worker.runningTasks})`).join(", ");
  const now = running === 0 ? m.pipelines_no_task_runs() : m.pipelines_running_tasks_by_host({ hosts });
  if (read.waitingTasks === 0) return m.pipelines_no_task_waits_for_a_worker({ now });
  const waits = m.pipelines_waits_for_worker({ count: read.waitingTasks });
  if (read.workersStalled)
    return m.pipelines_stalled_since_and_none_runs({ waits, oldestWait: time(read.oldestWait) });
  return m.pipelines_now_and_waits({ now, waits });
}
