import type { Job } from "@/shared/jobs/queries";

export const KIND_NAMES: Record<Job["kind"], string> = {
  training: "Training",
  simulations: "Simulations",
  walk_forward: "Walk-forward",
  crawl: "Crawl",
};

/** `1 of 2 tickers` */
export function progressOf({ done, total, unit }: Job): string {
  return total > 0 ? `${done} of ${total} ${unit}` : `${done} ${unit}`;
}

/** Seconds from the start of a job to its end; null before both. */
export function secondsOf({ startedAt, finishedAt }: Job): number | null {
  if (startedAt == null || finishedAt == null) return null;
  return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
}
