import { m } from "@/paraglide/messages";
import { oneOf, pageOf, textOf } from "@/shared/search";

export const STATES = ["queued", "running", "done", "failed", "cancelled"] as const;
export const SIGNALS = ["version", "champion", "recommendation", "formula"] as const;
export const SORTS = [
  "newest",
  "annualReturn",
  "annualExcess",
  "sharpe",
  "deflatedSharpe",
  "drawdown",
] as const;

/** The API's maximum of compared simulations. */
export const MAX_COMPARED = 5;

export const SIGNAL_NAMES: Record<(typeof SIGNALS)[number], string> = {
  version: m.simulations_model_version(),
  champion: m.simulations_champions(),
  recommendation: m.simulations_recommendations(),
  formula: m.simulations_formula(),
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The search parameters of the list: filters, order, page, and the simulations to compare. */
export type SimulationsSearch = {
  state?: (typeof STATES)[number] | undefined;
  signal?: (typeof SIGNALS)[number] | undefined;
  batch?: string | undefined;
  owner?: string | undefined;
  ticker?: string | undefined;
  search?: string | undefined;
  sort?: (typeof SORTS)[number] | undefined;
  page?: number | undefined;
  compare?: string[] | undefined;
};

/** All keys are returned: the router keeps keys that a validator leaves out. */
export function simulationsSearch(raw: Record<string, unknown>): SimulationsSearch {
  return {
    state: oneOf(STATES, raw.state),
    signal: oneOf(SIGNALS, raw.signal),
    batch: idOf(raw.batch),
    owner: textOf(raw.owner, 100),
    ticker: textOf(raw.ticker, 12)?.toUpperCase(),
    search: textOf(raw.search, 120),
    sort: oneOf(SORTS, raw.sort),
    page: pageOf(raw.page),
    compare: idsOf(raw.compare),
  };
}

/** What a new simulation begins with: an earlier one, or a preset. */
export type NewSearch = { from?: string | undefined; preset?: string | undefined };

export function newSearch(raw: Record<string, unknown>): NewSearch {
  return { from: idOf(raw.from), preset: textOf(raw.preset, 60) };
}

export type ComparisonSearch = { ids?: string[] | undefined };

export function comparisonSearch(raw: Record<string, unknown>): ComparisonSearch {
  return { ids: idsOf(raw.ids) };
}

function idOf(value: unknown): string | undefined {
  return typeof value === "string" && UUID.test(value) ? value : undefined;
}

function idsOf(value: unknown): string[] | undefined {
  const ids = Array.isArray(value) ? [...new Set(value.flatMap((id) => idOf(id) ?? []))] : [];
  return ids.length > 0 ? ids.slice(0, MAX_COMPARED) : undefined;
}
