import { Group, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { m } from "@/paraglide/messages";
import { ConfirmButton } from "@/shared/components/ConfirmButton";
import { ErrorNotice } from "@/shared/components/LoadState";
import { StatePill } from "@/shared/components/Pill";
import { TextLink } from "@/shared/components/TextLink";
import { idempotencyKey } from "@/shared/idempotencyKey";
import { type Gap, type Job, useCrawlJob, useStartCrawl } from "../queries";

type Props = { series: "daily" | "minutes"; ticker: string; sessions: Gap[] };

/** Asks the crawler for the sessions of a cell, and follows the job. */
export function LoadGap({ series, ticker, sessions }: Props) {
  const start = useStartCrawl();
  const keys = useRef(new Map<string, string>());
  const [jobId, setJobId] = useState<string | null>(null);
  const wanted = sessions.filter(({ state }) => state !== "untraded").map(({ session }) => session);
  const [from, to] = [wanted[0], wanted.at(-1)];
  if (from === undefined || to === undefined) return null;

  const submit = (close: () => void) => {
    const body = { kind: series, tickers: [ticker], from, to };
    const header = { "Idempotency-Key": idempotencyKey(keys.current, body) };
    start.mutate(
      { params: { header }, body },
      {
        onSuccess: (started) => {
          keys.current.clear();
          setJobId(started.jobId);
          close();
        },
      },
    );
  };
  return (
    <Group gap="sm" mt="xs">
      <ConfirmButton
        label={m.data_load_this_gap()}
        title={m.data_load_from_to({ ticker, from, to })}
        keep={m.data_not_now()}
        confirm={m.data_load()}
        isHarmless
        failure={m.data_the_crawl_was_not_started()}
        mutation={start}
        onConfirm={submit}
      >
        {series === "daily" ? m.data_crawler_asks_for_bars() : m.data_crawler_asks_for_minutes()}
      </ConfirmButton>
      {jobId && <JobLine jobId={jobId} />}
    </Group>
  );
}

function JobLine({ jobId }: { jobId: string }) {
  const job = useCrawlJob(jobId);
  if (job.error) return <ErrorNotice error={job.error} what={m.data_the_job_could_not_be_read()} />;
  if (!job.data) return null;
  return (
    <Group gap={8} role="status">
      <StatePill state={job.data.state} />
      <Text size="sm">{wordsOf(job.data)}</Text>
      <TextLink to="/jobs" size="sm">
        {m.data_jobs()}
      </TextLink>
    </Group>
  );
}

function wordsOf({ state, done, total, unit, error }: Job): string {
  if (error) return error;
  if (state === "queued") return m.data_airflow_has_not_started_it_yet();
  if (state === "running") return total > 0 ? m.data_of({ done, total, unit }) : m.data_it_has_begun();
  return state === "done" ? m.data_what_the_source_has_is_stored() : m.data_it_was_cancelled();
}
