import { useEffect, useState } from "react";
import { mayPass } from "@/api/errors";

const POLL_MS = 2000;
const AFTER_ERROR_MS = 5000;
const MAX_LINES = 5000;

/** A page of a log, as both log routes of the API answer. */
export type LogPage<Entry> = { entries: Entry[]; nextCursor: string; hasMore: boolean; ended: boolean };

export type Log<Entry> = {
  /** The newest lines, the oldest first; lines beyond the maximum are dropped. */
  lines: Entry[];
  /** The number of dropped lines. */
  dropped: number;
  /** `false` until the first answer. */
  loaded: boolean;
  /** Whether no further line can come. */
  ended: boolean;
  /** The error of the last request; `null` after a success. A request that may succeed later is repeated. */
  error: unknown;
};

const NOTHING = { lines: [], dropped: 0, loaded: false, ended: false, error: null };

/**
 * Follow a log from its first line until it has ended, while the component is mounted.
 *
 * @param read requests the page after a cursor; must be the same function for the same log (`useCallback`).
 */
export function useLog<Entry>(
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<LogPage<Entry>>,
): Log<Entry> {
  const [log, setLog] = useState<Log<Entry>>(NOTHING);

  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    setLog(NOTHING);

    async function next(cursor: string | undefined) {
      try {
        const page = await read(cursor, stop.signal);
        if (stop.signal.aborted) return;
        setLog((log) => extended(log, page));
        if (page.ended && !page.hasMore) return;
        timer = setTimeout(() => void next(page.nextCursor), page.hasMore ? 0 : POLL_MS);
      } catch (error) {
        if (stop.signal.aborted) return;
        setLog((log) => ({ ...log, error, loaded: true }));
        if (mayPass(error)) timer = setTimeout(() => void next(cursor), AFTER_ERROR_MS);
      }
    }

    void next(undefined);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [read]);

  return log;
}

function extended<Entry>(log: Log<Entry>, page: LogPage<Entry>): Log<Entry> {
  const all = page.entries.length > 0 ? [...log.lines, ...page.entries] : log.lines;
  const over = Math.max(0, all.length - MAX_LINES);
  return {
    lines: over > 0 ? all.slice(over) : all,
    dropped: log.dropped + over,
    loaded: true,
    ended: page.ended && !page.hasMore,
    error: null,
  };
}
