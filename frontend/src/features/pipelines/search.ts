import { dayOf, oneOf, pageOf, textOf } from "@/shared/search";

export const TABS = ["overview", "history", "run", "edit"] as const;
export const VIEWS = ["graph", "gantt", "logs"] as const;
export const RUN_STATES = ["running", "success", "failed", "queued", "cancelled"] as const;

export type Tab = (typeof TABS)[number];
export type View = (typeof VIEWS)[number];
export type RunState = (typeof RUN_STATES)[number];

/** The search parameters of the page; missing ones mean the first DAG, Overview and the last run. */
export type PipelineSearch = {
  dag?: string | undefined;
  tab?: Tab | undefined;
  /** The run of Run Details; without it, the DAG's newest run. */
  run?: string | undefined;
  view?: View | undefined;
  state?: RunState | undefined;
  /** The first and the last day of Run History, in ICT. */
  from?: string | undefined;
  to?: string | undefined;
  /** A part of the ids of Run History. */
  q?: string | undefined;
  page?: number | undefined;
};

export const MAX_TEXT_LENGTH = 250;

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function pipelineSearch(raw: Record<string, unknown>): PipelineSearch {
  return {
    dag: textOf(raw.dag, MAX_TEXT_LENGTH),
    tab: oneOf(TABS, raw.tab),
    run: textOf(raw.run, MAX_TEXT_LENGTH),
    view: oneOf(VIEWS, raw.view),
    state: oneOf(RUN_STATES, raw.state),
    from: dayOf(raw.from),
    to: dayOf(raw.to),
    q: textOf(raw.q, MAX_TEXT_LENGTH),
    page: pageOf(raw.page),
  };
}
