import type { ReactNode } from "react";
import classes from "./Pill.module.css";
import { stateName } from "./states";

export type Tone = "up" | "middling" | "down" | "quiet" | "accent";

type Shown = { tone: Tone; title?: string; wraps?: boolean; children: ReactNode };

/** A small label in one of the tones; its text carries the meaning without the colour. A long one wraps. */
export function Pill({ tone, title, wraps = false, children }: Shown) {
  return (
    <span className={classes.pill} data-tone={tone} data-wraps={wraps || undefined} title={title}>
      {children}
    </span>
  );
}

const RUN_TONES: Record<string, Tone> = {
  success: "up",
  fresh: "up",
  active: "up",
  proven: "up",
  running: "accent",
  queued: "quiet",
  pending: "quiet",
  up_for_retry: "middling",
  stable: "middling",
  paused: "middling",
  failed: "down",
  upstream_failed: "down",
  stale: "down",
};

/** The tone of a state: of a run, a task, a DAG or a model. */
export function toneOf(state: string): Tone {
  return RUN_TONES[state] ?? "quiet";
}

/** A state as the API names it, in words: `up_for_retry` as "Up for retry". */
export function StatePill({ state }: { state: string }) {
  return <Pill tone={toneOf(state)}>{stateName(state)}</Pill>;
}
