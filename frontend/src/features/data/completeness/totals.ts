import type { SeriesCompleteness } from "../queries";

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

/** The sessions of all series together. */
export function totalOf(series: SeriesCompleteness[]) {
  const of = (counts: (row: SeriesCompleteness) => number[]) => sum(series.map((row) => sum(counts(row))));
  return {
    expected: of(({ expected }) => expected),
    present:
      of(({ stored }) => stored) + of(({ provisional }) => provisional) + of(({ untraded }) => untraded),
    absent: of(({ absent }) => absent),
    missing: of(({ missing }) => missing),
  };
}
