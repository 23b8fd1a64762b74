import { Card, Text, Title } from "@mantine/core";
import type { Schemas } from "@/api/client";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Notice } from "@/shared/components/Notice";
import { Pill, type Tone } from "@/shared/components/Pill";
import { ago, time } from "@/shared/format/times";
import table from "@/shared/table.module.css";
import { useHeartbeats } from "./queries";

type Heartbeats = Schemas["Heartbeats"];
type Process = Heartbeats["processes"][number];

const NAMES: Record<Process["process"], string> = {
  scheduler: "Scheduler",
  dag_processor: "DAG processor",
  triggerer: "Triggerer",
};
const STATES: Record<Process["state"], { tone: Tone; label: string }> = {
  alive: { tone: "up", label: "Alive" },
  stalled: { tone: "down", label: "Stalled" },
  missing: { tone: "down", label: "Missing" },
};

/** The newest heartbeat of each process of Airflow, and what its workers do. */
export function HeartbeatsCard() {
  const heartbeats = useHeartbeats();
  return (
    <Card component="section" aria-label="Heartbeats">
      <Title order={2} size="h4" mb="sm">
        Heartbeats
      </Title>
      <Loaded query={heartbeats} what="The heartbeats" skeleton={<SkeletonLines lines={5} />}>
        {(read) => (read.answers ? <Processes read={read} /> : <Silence />)}
      </Loaded>
    </Card>
  );
}

function Silence() {
  return (
    <Notice kind="error" title="Airflow does not answer" role="status">
      Nothing is known of its processes. Prices and forecasts are served meanwhile; no DAG runs. See "A
      process ended" in the runbook.
    </Notice>
  );
}

function Processes({ read }: { read: Heartbeats }) {
  return (
    <>
      <table className={table.compact}>
        <caption>Airflow's own judgement, by its thresholds</caption>
        <thead>
          <tr>
            <th scope="col">Process</th>
            <th scope="col">Host</th>
            <th scope="col">State</th>
            <th scope="col">Last heartbeat</th>
          </tr>
        </thead>
        <tbody>
          {read.processes.map((process) => (
            <tr key={`${process.process} ${process.hostname}`}>
              <th scope="row">{NAMES[process.process]}</th>
              <td className={table.wraps}>{process.hostname ?? "–"}</td>
              <td>
                <Pill tone={STATES[process.state].tone}>{STATES[process.state].label}</Pill>
              </td>
              <td title={time(process.latestHeartbeat)}>
                {process.latestHeartbeat === null ? "None" : ago(process.latestHeartbeat)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm" mt="sm" {...(read.workersStalled ? { role: "alert", fw: 600 } : {})}>
        <strong>Workers.</strong> {workersInWords(read)}
      </Text>
    </>
  );
}

/** The tasks of the workers in a sentence or two. */
export function workersInWords(read: Heartbeats): string {
  const running = read.workers.reduce((sum, worker) => sum + worker.runningTasks, 0);
  const hosts = read.workers.map((worker) => `${worker.hostname} (${worker.runningTasks})`).join(", ");
  const now = running === 0 ? "No task runs." : `Running tasks by host: ${hosts}.`;
  if (read.waitingTasks === 0) return `${now} No task waits for a worker.`;
  const waits = `${read.waitingTasks} ${read.waitingTasks === 1 ? "task waits" : "tasks wait"} for a worker`;
  if (read.workersStalled) return `Stalled: ${waits} since ${time(read.oldestWait)}, and none runs.`;
  return `${now} ${waits}.`;
}
