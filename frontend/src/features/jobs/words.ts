import { m } from "@/paraglide/messages";
import type { Job } from "@/shared/jobs/queries";

export const KIND_NAMES: Record<Job["kind"], string> = {
  training: m.jobs_kind_training(),
  simulations: m.jobs_kind_simulations(),
  walk_forward: m.jobs_kind_walk_forward(),
  crawl: m.jobs_kind_crawl(),
};

export const STATE_NAMES: Record<Job["state"], string> = {
  queued: m.jobs_state_queued(),
  running: m.jobs_state_running(),
  done: m.jobs_state_done(),
  failed: m.jobs_state_failed(),
  cancelled: m.jobs_state_cancelled(),
};

/** `1 of 2 tickers` */
export function progressOf({ done, total, unit }: Job): string {
  return total > 0 ? m.jobs_done_of({ done, total, unit }) : m.jobs_done_only({ done, unit });
}

/** Seconds from the start of a job to its end; null before both. */
export function secondsOf({ startedAt, finishedAt }: Job): number | null {
  if (startedAt == null || finishedAt == null) return null;
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}
