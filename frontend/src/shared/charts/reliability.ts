/** Forecasts of similar probability, with the share that came true. */
export type Bin = { meanProbability: number; observedShare: number; standardError: number };

/** Standard errors on either side of a share: of outcomes that lie where they were forecast, 95 % are within. */
const ERRORS = 2;

export type Mark = { x: number; y: number; low: number; high: number };

/** A reliability diagram in pixels, with one scale for both axes, so that a true forecast is on the diagonal. */
export type Diagram = { from: number; to: number; marks: Mark[] };

/** Places the bins in a square. */
export function diagram(bins: Bin[], size: number): Diagram {
  const values = bins.flatMap(({ meanProbability, observedShare, standardError }) => [
    meanProbability,
    observedShare - ERRORS * standardError,
    observedShare + ERRORS * standardError,
  ]);
  // Rounded outwards to 5 %.
  const from = Math.max(0, Math.floor(20 * Math.min(...values)) / 20);
  const to = Math.min(1, Math.ceil(20 * Math.max(...values)) / 20);
  const across = (share: number) => (size * (share - from)) / (to - from);
  const up = (share: number) => size - across(Math.min(Math.max(share, from), to));
  return {
    from,
    to,
    marks: bins.map(({ meanProbability, observedShare, standardError }) => ({
      x: across(meanProbability),
      y: up(observedShare),
      low: up(observedShare - ERRORS * standardError),
      high: up(observedShare + ERRORS * standardError),
    })),
  };
}
