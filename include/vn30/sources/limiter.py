"""Holds all processes of this machine to the quotas of the vendors, and to their wish for a pause.

What is on record lives in one SQLite file: vendors count per caller, not per process, and a library's own
counter in each of thirty tasks would let through thirty times the quota.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from vn30.sources.base import Quota, SourceUnavailable

# Between the turn that is given and the request that reaches the vendor passes a moment that varies.
_MARGIN = 1.0

# A vendor's slip of the pen must not shut it out for days.
_LONGEST_KEPT_PAUSE = 3600.0

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS turns (account TEXT NOT NULL, at REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS turns_by_time ON turns (account, at)",
    "CREATE TABLE IF NOT EXISTS pauses (vendor TEXT PRIMARY KEY, until REAL NOT NULL)",
)


class CallLimiter:
    """Gives turns to call a vendor, first come first served, to every process that opens the same file.

    Args:
        path: the file, on a local disk; it and its folder are made when needed.
        longest_pause: seconds; a vendor that wants to be left alone for longer is not waited for.
    """

    def __init__(self, path: Path, longest_pause: float = 120.0) -> None:
        self._path = path
        self._longest_pause = longest_pause

    def wait_for_turn(self, quota: Quota, vendor: str) -> None:
        """Return when one call to ``vendor`` fits into ``quota`` and ``vendor`` is not paused.

        Raises:
            SourceUnavailable: the pause that ``vendor`` asked for is too long to wait.
        """
        turn = self._take_turn(quota, vendor)
        while (wait := turn - time.time()) > 0:
            time.sleep(wait)
            # Another process may have been told to pause while this one slept.
            if self._paused_until(vendor) > turn:
                turn = self._take_turn(quota, vendor)

    def pause(self, vendor: str, seconds: float) -> None:
        """Let no process call ``vendor`` for so many seconds, an hour at most; a longer pause stays."""
        with self._transaction() as database:
            database.execute(
                "INSERT INTO pauses VALUES (?, ?) "
                "ON CONFLICT (vendor) DO UPDATE SET until = max(until, excluded.until)",
                (vendor, time.time() + min(seconds, _LONGEST_KEPT_PAUSE)),
            )

    def _take_turn(self, quota: Quota, vendor: str) -> float:
        """When the next call may go out: seconds since the epoch, now or in the future. It is on record."""
        window = quota.seconds + _MARGIN
        with self._transaction() as database:
            now = time.time()
            paused_until = _pause(database, vendor)
            if paused_until - now > self._longest_pause:
                raise SourceUnavailable(
                    f"{vendor} asked to be left alone for another {paused_until - now:.0f} s",
                    retry_after=paused_until - now,
                )
            database.execute("DELETE FROM turns WHERE account = ? AND at < ?", (quota.account, now - window))
            taken = database.execute(
                "SELECT at FROM turns WHERE account = ? ORDER BY at DESC LIMIT 1 OFFSET ?",
                (quota.account, quota.calls - 1),
            ).fetchone()
            turn = max(now, paused_until, taken[0] + window if taken else now)
            database.execute("INSERT INTO turns VALUES (?, ?)", (quota.account, turn))
            return float(turn)

    def _paused_until(self, vendor: str) -> float:
        with self._transaction() as database:
            return _pause(database, vendor)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=60, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            try:
                for statement in _SCHEMA:
                    database.execute(statement)
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")


def _pause(database: sqlite3.Connection, vendor: str) -> float:
    row = database.execute("SELECT until FROM pauses WHERE vendor = ?", (vendor,)).fetchone()
    return float(row[0]) if row else 0.0
