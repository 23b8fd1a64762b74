/** Sessions in a row with one state; it ends where the next one begins, or with the newest session. */
export type Stretch<State extends string = string> = { state: State; from: string; to: string };

/** The stretches of sessions, oldest first; `null` is an unknown state, which has none. */
export function stretchesOf<State extends string>(
  sessions: readonly { date: string; state: State | null }[],
): Stretch<State>[] {
  const stretches: Stretch<State>[] = [];
  let last: State | null = null;
  for (const { date, state } of sessions) {
    const open = stretches.at(-1);
    if (open && last !== null) open.to = date;
    if (state !== last && state !== null) stretches.push({ state, from: date, to: date });
    last = state;
  }
  return stretches;
}
