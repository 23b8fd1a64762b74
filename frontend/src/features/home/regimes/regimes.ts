import { m } from "@/paraglide/messages";
import { type Stretch, stretchesOf } from "@/shared/charts/stretches";
import type { SessionRegime, State } from "./queries";

/** The states of the mixture in the order of their volatility, each with the colour of its background. */
export const STATES = {
  calm: { label: m.home_calm(), colour: "--band-calm" },
  usual: { label: m.home_usual(), colour: "--band-usual" },
  wild: { label: m.home_wild(), colour: "--band-wild" },
} as const;

export type KnownState = keyof typeof STATES;

export function isKnown(state: State): state is KnownState {
  return state in STATES;
}

/** The share of the sessions in each state, of those whose state is known. */
export function sharesOf(sessions: SessionRegime[]): Record<KnownState, number> {
  const known = sessions.filter((session) => isKnown(session.state));
  const share = (state: KnownState) =>
    known.filter((session) => session.state === state).length / Math.max(known.length, 1);
  return { calm: share("calm"), usual: share("usual"), wild: share("wild") };
}

/** The sessions in a row, up to the newest one, that have its state. */
export function sessionsInState(sessions: SessionRegime[]): number {
  const newest = sessions.at(-1);
  const other = sessions.findLastIndex((session) => session.state !== newest?.state);
  return sessions.length - 1 - other;
}

/** The stretches of sessions whose state is known, oldest first. */
export function statesOf(sessions: SessionRegime[]): Stretch<KnownState>[] {
  return stretchesOf(sessions.map(({ date, state }) => ({ date, state: isKnown(state) ? state : null })));
}

export const VOLATILITIES: Record<SessionRegime["volatility"], string> = {
  volatile: m.home_volatility_volatile(),
  quiet: m.home_volatility_quiet(),
  unknown: m.home_level_unknown(),
};

export const TRENDS: Record<SessionRegime["trend"], string> = {
  bull: m.home_trend_bull(),
  bear: m.home_trend_bear(),
  unknown: m.home_level_unknown(),
};
