import { rounded } from "@/shared/format/numbers";
import type { Measured, Optimisation } from "./queries";

export type Mark = { portfolio: Measured["portfolio"]; x: number; y: number };
export type Tick = { at: number; share: number };
export type Drawing = { line: string; marks: Mark[]; across: Tick[]; up: Tick[] };

const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
const MAX_TICKS = 6;

/** The frontier and the portfolios in a box of `width` by `height`, with the ticks of its axes. */
export function drawingOf(found: Optimisation, width: number, height: number): Drawing {
  const marked = found.portfolios.flatMap((each) =>
    each.expectedReturn == null ? [] : [{ ...each, expectedReturn: each.expectedReturn }],
  );
  const all = [...found.frontier, ...marked];
  const across = axis(
    all.map(({ volatility }) => volatility),
    (position) => position * width,
  );
  const up = axis(
    all.map(({ expectedReturn }) => expectedReturn),
    (position) => (1 - position) * height,
  );
  return {
    line: found.frontier
      .map((point) => `${across.of(point.volatility)},${up.of(point.expectedReturn)}`)
      .join(" "),
    marks: marked.map(({ portfolio, volatility, expectedReturn }) => ({
      portfolio,
      x: across.of(volatility),
      y: up.of(expectedReturn),
    })),
    across: across.ticks,
    up: up.ticks,
  };
}

/** An axis from one round value to another, with all values between them. */
function axis(values: number[], place: (position: number) => number) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = STEPS.find((each) => (high - low) / each < MAX_TICKS - 1.5) ?? 5;
  const first = Math.floor(low / step - 0.2) * step;
  const last = Math.ceil(high / step + 0.2) * step;
  const of = (value: number) => rounded(place((value - first) / (last - first)), 1);
  const count = Math.round((last - first) / step);
  const ticks = Array.from({ length: count + 1 }, (_, number) => {
    const share = first + number * step;
    return { at: of(share), share };
  });
  return { of, ticks };
}
