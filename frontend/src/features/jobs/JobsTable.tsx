import { Anchor, Box, Group, Progress, Text, VisuallyHidden } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { type MouseEvent, useMemo } from "react";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { Pill, StatePill } from "@/shared/components/Pill";
import { ago, duration, minuteOf } from "@/shared/format/times";
import { hasEndedSince } from "@/shared/jobs/lastLook";
import { type Job, useCancelJob } from "@/shared/jobs/queries";
import type { ListedRows } from "@/shared/table/allPages";
import type { DataColumns } from "@/shared/table/columns";
import { DataTable } from "@/shared/table/DataTable";
import { KIND_NAMES, progressOf, STATE_NAMES, secondsOf } from "./words";

type Props = {
  jobs: Job[];
  /** Whether more jobs are on other pages. */
  isPage: boolean;
  readAll: () => Promise<ListedRows<Job>>;
  /** The user's last look: what has ended since is marked. */
  since: string;
  username: string;
};

/** Jobs with their progress; the subject leads to the result. */
export function JobsTable({ jobs, isPage, readAll, since, username }: Props) {
  const columns = useMemo(() => columnsWith(since, username), [since, username]);
  return (
    <DataTable
      id="jobs"
      label={m.jobs_table()}
      caption={m.jobs_caption()}
      minWidth={860}
      columns={columns}
      rows={jobs}
      keyOf={({ id }) => id}
      fileName="jobs"
      isPage={isPage}
      readAll={readAll}
    />
  );
}

function columnsWith(since: string, username: string): DataColumns<Job> {
  return [
    {
      id: "job",
      name: m.jobs_column_job(),
      of: (job) => (
        <Box maw={320}>
          <ResultLink job={job} />
          <Text size="xs" c="dimmed">
            {KIND_NAMES[job.kind]}
          </Text>
        </Box>
      ),
      value: ({ subject }) => subject,
      words: ({ subject, kind }) => `${subject} ${KIND_NAMES[kind]}`,
    },
    {
      id: "state",
      name: m.jobs_state(),
      isWords: true,
      of: (job) => <State job={job} isNew={hasEndedSince(job, since) && job.requestedBy === username} />,
      value: ({ state }) => state,
      words: ({ state, error }) => `${STATE_NAMES[state]} ${error ?? ""}`,
    },
    {
      id: "progress",
      name: m.jobs_column_progress(),
      isWords: true,
      of: (job) => (
        <Box miw={150}>
          <Progress value={100 * job.progress} aria-label={m.jobs_progress({ progress: progressOf(job) })} />
          <Text size="xs" c="dimmed" mt={4}>
            {progressOf(job)}
          </Text>
        </Box>
      ),
      value: ({ progress }) => progress,
    },
    {
      id: "finished_at",
      name: m.jobs_column_end(),
      isWords: true,
      of: (job) => <End job={job} />,
      value: ({ finishedAt, eta }) => finishedAt ?? eta,
    },
    {
      id: "requested_at",
      name: m.jobs_column_requested(),
      isWords: true,
      of: ({ requestedAt, requestedBy }) => (
        <>
          {minuteOf(requestedAt)}
          <Text size="xs" c="dimmed">
            {requestedBy}
          </Text>
        </>
      ),
      value: ({ requestedAt }) => requestedAt,
      words: ({ requestedAt, requestedBy }) => `${minuteOf(requestedAt)} ${requestedBy}`,
    },
    {
      id: "cancel",
      name: <VisuallyHidden>{m.jobs_cancel()}</VisuallyHidden>,
      label: m.jobs_cancel(),
      of: (job) => job.isCancellable && <Cancel job={job} />,
    },
  ];
}

function State({ job, isNew }: { job: Job; isNew: boolean }) {
  return (
    <Box maw={260}>
      <Group gap={6}>
        <StatePill state={job.state} />
        {isNew && <Pill tone="accent">{m.jobs_new()}</Pill>}
      </Group>
      {job.error && (
        <Text size="xs" mt={4} style={{ overflowWrap: "anywhere" }}>
          {job.error}
        </Text>
      )}
    </Box>
  );
}

/** The API gives the address as a text, with which the router's own links cannot be typed. */
function ResultLink({ job: { page, subject } }: { job: Job }) {
  const { history } = useRouter();
  function open(event: MouseEvent) {
    // With a key, or another button, the browser opens a tab.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.push(page);
  }
  return (
    <Anchor href={page} size="sm" onClick={open}>
      {subject}
    </Anchor>
  );
}

function End({ job }: { job: Job }) {
  if (job.finishedAt != null) {
    const seconds = secondsOf(job);
    return (
      <>
        {minuteOf(job.finishedAt)}
        {seconds !== null && (
          <Text size="xs" c="dimmed">
            {m.jobs_after({ duration: duration(seconds) })}
          </Text>
        )}
      </>
    );
  }
  return job.eta == null ? "–" : m.jobs_about({ time: ago(job.eta) });
}

function Cancel({ job }: { job: Job }) {
  const cancel = useCancelJob();
  return (
    <ConfirmButton
      label={m.jobs_cancel()}
      aria-label={m.jobs_cancel_of({ subject: job.subject })}
      title={m.jobs_cancel_question()}
      keep={m.jobs_keep()}
      confirm={m.jobs_cancel_confirm()}
      failure={m.jobs_cancel_failed()}
      mutation={cancel}
      onConfirm={(close) => cancel.mutate({ params: { path: { jobId: job.id } } }, { onSuccess: close })}
    >
      {m.jobs_cancel_text({ subject: job.subject })}
    </ConfirmButton>
  );
}
