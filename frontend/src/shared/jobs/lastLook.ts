import type { Job } from "./queries";

const KEY = "vn30.jobs-looked-at";

/** When a user has last looked at the jobs in this browser; the first time is now. */
export function lastLook(userId: string): string {
  return looks()[userId] ?? look(userId);
}

/** Store that a user looks at the jobs now, and return the time. */
export function look(userId: string): string {
  const now = new Date().toISOString();
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...looks(), [userId]: now }));
  } catch {
    // Storage can be disabled in the browser: no job is marked then.
  }
  return now;
}

/** Whether a job has ended by itself after a time: what the user has cancelled is no news. */
export function hasEndedSince({ state, finishedAt }: Job, since: string): boolean {
  return state !== "cancelled" && finishedAt != null && Date.parse(finishedAt) > Date.parse(since);
}

function looks(): Record<string, string> {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof known === "object" && known !== null ? (known as Record<string, string>) : {};
  } catch {
    return {};
  }
}
