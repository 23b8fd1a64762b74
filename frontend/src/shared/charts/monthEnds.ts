/** More rows than the sessions of a year are read by nobody. */
const MAX_SESSIONS = 260;

/** The sessions (`2025-03-31`, ascending); of more than those of a year, the last one of each month. */
export function monthEnds(sessions: string[]): string[] {
  if (sessions.length <= MAX_SESSIONS) return sessions;
  return sessions.filter((session, place) => sessions[place + 1]?.slice(0, 7) !== session.slice(0, 7));
}
