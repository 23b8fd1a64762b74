import { m } from "@/paraglide/messages";
import { rounded } from "@/shared/format/numbers";
import type { SeriesCompleteness } from "../queries";

/** The states of a session, in the order in which a cell stacks them, with their words and colours. */
export const STATES = [
  { name: "stored", words: m.data_state_stored(), colour: "var(--heat-stored)" },
  { name: "provisional", words: m.data_state_provisional(), colour: "var(--heat-provisional)" },
  { name: "untraded", words: m.data_state_untraded(), colour: "var(--heat-untraded)" },
  { name: "different", words: m.data_different_from_the_daily_bar(), colour: "var(--heat-different)" },
  { name: "absent", words: m.data_absent_at_the_source(), colour: "var(--heat-absent)" },
  { name: "missing", words: m.data_state_missing(), colour: "var(--heat-missing)" },
] as const;

/** A state alone, without where a session differs or is absent. */
export const STATE_NAMES: Record<string, string> = {
  stored: m.data_state_stored(),
  provisional: m.data_state_provisional(),
  untraded: m.data_state_untraded(),
  different: m.data_state_different(),
  absent: m.data_state_absent(),
  missing: m.data_state_missing(),
};

export type State = (typeof STATES)[number]["name"];
export type Cell = Record<State, number> & { expected: number };

/** The counts of a series in the month at a place; null without an expected session. */
export function cellOf(series: SeriesCompleteness, place: number): Cell | null {
  const at = (counts: number[]) => counts[place] ?? 0;
  const expected = at(series.expected);
  if (expected === 0) return null;
  const { stored, provisional, untraded, different, absent, missing } = series;
  return {
    expected,
    stored: at(stored),
    provisional: at(provisional),
    untraded: at(untraded),
    different: at(different),
    absent: at(absent),
    missing: at(missing),
  };
}

/** The share of the expected sessions that are present: of a suspended stock, absent ones lower it. */
export function shareOf({ expected, stored, provisional, untraded }: Cell): number {
  return (stored + provisional + untraded) / expected;
}

/** `18 of 20 sessions stored, 1 absent at the source, 1 missing` */
export function wordsOf(cell: Cell | null): string {
  if (cell === null) return m.data_no_session_expected();
  const others = STATES.slice(1).filter(({ name }) => cell[name] > 0);
  return [
    m.data_of_sessions_stored({ stored: cell.stored, expected: cell.expected }),
    ...others.map(({ name, words }) => `${cell[name]} ${words}`),
  ].join(", ");
}

/** The states from the bottom up, each as high as its share; a state of one session can still be seen. */
export function backgroundOf(cell: Cell): string {
  const present = STATES.filter(({ name }) => cell[name] > 0);
  const only = present[0];
  if (only && present.length === 1) return only.colour;
  const stops: string[] = [];
  let from = 0;
  const least = 0.2;
  const heights = present.map(({ name }) => Math.max(cell[name] / cell.expected, least));
  const sum = heights.reduce((total, height) => total + height, 0);
  present.forEach(({ colour }, place) => {
    const to = from + (100 * (heights[place] ?? 0)) / sum;
    stops.push(`${colour} ${rounded(from, 1)}% ${rounded(to, 1)}%`);
    from = to;
  });
  return `linear-gradient(to top, ${stops.join(", ")})`;
}

export type Year = { year: string; months: number };

/** The years of the months, each with the number of its months. */
export function yearsOf(months: string[]): Year[] {
  const years: Year[] = [];
  for (const month of months) {
    const year = month.slice(0, 4);
    const last = years.at(-1);
    if (last?.year === year) last.months += 1;
    else years.push({ year, months: 1 });
  }
  return years;
}
