import { expect, test } from "vitest";
import type { SessionRegime, State } from "./queries";
import { sessionsInState, sharesOf, statesOf } from "./regimes";

function sessions(...states: State[]): SessionRegime[] {
  return states.map((state, index) => ({
    date: `2026-06-0${index + 1}`,
    close: 1300,
    volatility: "quiet",
    trend: "bull",
    state,
    probabilityCalm: null,
    probabilityUsual: null,
    probabilityWild: null,
    closeToSma200: null,
  }));
}

test("shares are of the sessions whose state is known", () => {
  expect(sharesOf(sessions("unknown", "calm", "wild", "calm", "calm"))).toEqual({
    calm: 0.75,
    usual: 0,
    wild: 0.25,
  });
  expect(sharesOf([])).toEqual({ calm: 0, usual: 0, wild: 0 });
});

test("the newest state is counted back to the session that had another one", () => {
  expect(sessionsInState(sessions("calm", "wild", "calm", "calm"))).toBe(2);
  expect(sessionsInState(sessions("wild", "wild"))).toBe(2);
  expect(sessionsInState([])).toBe(0);
});

test("a stretch reaches to the session that begins the next one; unknown states have none", () => {
  expect(statesOf(sessions("unknown", "calm", "calm", "wild", "unknown", "calm"))).toEqual([
    { state: "calm", from: "2026-06-02", to: "2026-06-04" },
    { state: "wild", from: "2026-06-04", to: "2026-06-05" },
    { state: "calm", from: "2026-06-06", to: "2026-06-06" },
  ]);
});
