import { Anchor, Group, Progress, Table, Text, VisuallyHidden } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { Pill, StatePill } from "@/shared/components/Pill";
import { ago, duration, minuteOf } from "@/shared/format/times";
import { hasEndedSince } from "@/shared/jobs/lastLook";
import { type Job, useCancelJob } from "@/shared/jobs/queries";
import { KIND_NAMES, progressOf, secondsOf } from "./words";

type Props = {
  jobs: Job[];
  /** The user's last look: what has ended since is marked. */
  since: string;
  username: string;
};

/** Jobs with their progress; the subject leads to the result. */
export function JobsTable({ jobs, since, username }: Props) {
  return (
    <Table.ScrollContainer
      minWidth={860}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={m.jobs_table()}
    >
      <Table captionSide="bottom">
        <Table.Caption ta="left">{m.jobs_caption()}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {[
              m.jobs_column_job(),
              m.jobs_state(),
              m.jobs_column_progress(),
              m.jobs_column_end(),
              m.jobs_column_requested(),
            ].map((name) => (
              <Table.Th key={name} scope="col">
                {name}
              </Table.Th>
            ))}
            <Table.Th scope="col">
              <VisuallyHidden>{m.jobs_cancel()}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="figures">
          {jobs.map((job) => (
            <Table.Tr key={job.id}>
              <Table.Th scope="row" fw="normal" maw={320}>
                <ResultLink job={job} />
                <Text size="xs" c="dimmed">
                  {KIND_NAMES[job.kind]}
                </Text>
              </Table.Th>
              <Table.Td maw={260}>
                <Group gap={6}>
                  <StatePill state={job.state} />
                  {hasEndedSince(job, since) && job.requestedBy === username && (
                    <Pill tone="accent">{m.jobs_new()}</Pill>
                  )}
                </Group>
                {job.error && (
                  <Text size="xs" mt={4} style={{ overflowWrap: "anywhere" }}>
                    {job.error}
                  </Text>
                )}
              </Table.Td>
              <Table.Td miw={150}>
                <Progress
                  value={100 * job.progress}
                  aria-label={m.jobs_progress({ progress: progressOf(job) })}
                />
                <Text size="xs" c="dimmed" mt={4}>
                  {progressOf(job)}
                </Text>
              </Table.Td>
              <Table.Td>
                <End job={job} />
              </Table.Td>
              <Table.Td>
                {minuteOf(job.requestedAt)}
                <Text size="xs" c="dimmed">
                  {job.requestedBy}
                </Text>
              </Table.Td>
              <Table.Td ta="right">{job.isCancellable && <Cancel job={job} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
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
