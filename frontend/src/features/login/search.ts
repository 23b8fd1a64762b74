/** `from`: the page that was requested before signing in. */
export type LoginSearch = { from?: string | undefined };

export function loginSearch(raw: Record<string, unknown>): LoginSearch {
  // Every key is named: the router keeps what a validator leaves out. A path of ours only: an address elsewhere would be an open redirect.
  const from = raw.from;
  return typeof from === "string" && /^\/(?![/\\])/.test(from) ? { from } : { from: undefined };
}
