export const TABS = ["overview", "history", "run", "edit"] as const;
export const VIEWS = ["graph", "gantt", "logs"] as const;
export const RUN_STATES = ["running", "success", "failed", "queued", "cancelled"] as const;

export type Tab = (typeof TABS)[number];
export type View = (typeof VIEWS)[number];
export type RunState = (typeof RUN_STATES)[number];

/** What the address of the page holds; what is left out has its default: the first DAG, Overview, the last run. */
export type PipelineSearch = {
  dag?: string | undefined;
  tab?: Tab | undefined;
  /** The run of Run Details; without it the DAG's newest one, whichever that is by then. */
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

const LONGEST = 250;

/** Every key is named: the router keeps what a validator leaves out. */
export function pipelineSearch(raw: Record<string, unknown>): PipelineSearch {
  return {
    dag: text(raw.dag),
    tab: oneOf(TABS, raw.tab),
    run: text(raw.run),
    view: oneOf(VIEWS, raw.view),
    state: oneOf(RUN_STATES, raw.state),
    from: day(raw.from),
    to: day(raw.to),
    q: text(raw.q),
    page: typeof raw.page === "number" && Number.isInteger(raw.page) && raw.page > 1 ? raw.page : undefined,
  };
}

/** Whether a text is a day of the calendar, as `2026-11-20`, in a year that people mean. */
export function isDay(value: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function oneOf<Known extends string>(known: readonly Known[], value: unknown): Known | undefined {
  return known.find((one) => one === value);
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && isDay(value) ? value : undefined;
}

// A search of digits alone is read from the address as a number.
function text(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const words = String(value).slice(0, LONGEST);
  return words === "" ? undefined : words;
}
