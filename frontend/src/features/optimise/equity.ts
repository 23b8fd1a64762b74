import { m } from "@/paraglide/messages";
import { count } from "@/shared/format/numbers";
import type { WalkForwardDetail } from "./queries";
import { lineName } from "./words";

export type Curve = {
  /** The method, which names the curve in a file. */
  id: string;
  name: string;
  colour: string;
  /** Of what stands beside the methods. */
  isBeside: boolean;
  points: { time: string; value: number }[];
};

/** Neighbours differ for people who do not see red and green as well. */
const OF_METHODS = ["--accent", "--middling", "--quiet", "--down", "--forecast", "--up"];
const OF_OTHERS: Record<string, string> = {
  equal_weight: "--down",
  vn30: "--quiet",
  buy_and_hold: "--middling",
};

/** The curves of a walk-forward, each from 100. Sessions without a value are left out. */
export function curvesOf({ curveSessions, lines }: WalkForwardDetail): Curve[] {
  return lines
    .filter(({ equity }) => equity.length > 0)
    .map(({ method, equity, verdict }, place) => {
      const isBeside = verdict == null;
      const colour = isBeside ? OF_OTHERS[method] : OF_METHODS[place % OF_METHODS.length];
      return {
        id: method,
        name: lineName(method),
        colour: colour ?? "--quiet",
        isBeside,
        points: equity.flatMap((value, at) => {
          const time = curveSessions[at];
          return value == null || time === undefined ? [] : [{ time, value: 100 * value }];
        }),
      };
    });
}

/** The chart in words. */
export function summaryOf(curves: Curve[]): string {
  const first = curves[0]?.points[0]?.time;
  const last = curves[0]?.points.at(-1)?.time;
  const ends = curves.map(({ name, points }) => `${name} ${endOf(points)}`);
  return m.optimise_value_of_100({ first: first ?? "–", last: last ?? "–", ends: ends.join(", ") });
}

function endOf(points: Curve["points"]): string {
  const last = points.at(-1);
  return last ? count(last.value) : m.optimise_not_known();
}
