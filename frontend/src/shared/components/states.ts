import { m } from "@/paraglide/messages";
import { capital, inWords } from "@/shared/format/words";

const STATES: Record<string, string> = {
  done: m.shared_state_done(),
  success: m.shared_state_success(),
  failed: m.shared_state_failed(),
  running: m.shared_state_running(),
  queued: m.shared_state_queued(),
  pending: m.shared_state_pending(),
  scheduled: m.shared_state_scheduled(),
  up_for_retry: m.shared_state_up_for_retry(),
  up_for_reschedule: m.shared_state_up_for_reschedule(),
  upstream_failed: m.shared_state_upstream_failed(),
  skipped: m.shared_state_skipped(),
  removed: m.shared_state_removed(),
  restarting: m.shared_state_restarting(),
  deferred: m.shared_state_deferred(),
  cancelled: m.shared_state_cancelled(),
  stopped: m.shared_state_stopped(),
  fresh: m.shared_state_fresh(),
  stable: m.shared_state_stable(),
  stale: m.shared_state_stale(),
  active: m.shared_state_active(),
  paused: m.shared_state_paused(),
  none: m.shared_state_none(),
};

/** The state of a run, a task, a DAG or a model in words: `up_for_retry` as "Up for retry". */
export function stateName(state: string): string {
  return STATES[state] ?? capital(inWords(state));
}
