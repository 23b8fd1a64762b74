"""Enforces the vendors' quotas and requested pauses over all processes of this machine.

The calls are recorded in one SQLite file: vendors count per client, not per process, so that a counter inside
each of thirty tasks would allow thirty times the quota.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from vn30.errors import WrongInput
from vn30.sources.base import Quota, SourceUnavailable

# The time between the granted turn and the arrival of the request at the vendor varies.
_MARGIN = 1.0

# A mistaken Retry-After header must not exclude a vendor for days.
_MAX_KEPT_PAUSE = 3600.0

# Errors that a retry does not mend; an extended code has its primary code in the lower byte.
_UNWRITABLE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS turns (account TEXT NOT NULL, at REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS turns_by_time ON turns (account, at)",
    "CREATE TABLE IF NOT EXISTS pauses (vendor TEXT PRIMARY KEY, until REAL NOT NULL)",
)


class CallLimiter:
    """Grants turns to call a vendor, in order of request, to all processes that open the same file.

    Args:
        path: the file, on a local disk; it and its folder are created when needed.
        max_pause: seconds; a vendor that asks for a longer pause is an error, not a wait.
    """

    def __init__(self, path: Path, max_pause: float = 120.0) -> None:
        self._path = path
        self._max_pause = max_pause

    def wait_for_turn(self, quota: Quota, vendor: str) -> None:
        """Block until one call to ``vendor`` fits into ``quota`` and ``vendor`` is not paused.

        Raises:
            SourceUnavailable: the requested pause of ``vendor`` is longer than ``max_pause``.
        """
        turn = self._take_turn(quota, vendor)
        while (wait := turn - time.time()) > 0:
            time.sleep(wait)
            # Another process may have recorded a pause while this one slept.
            if self._paused_until(vendor) > turn:
                turn = self._take_turn(quota, vendor)

    def pause(self, vendor: str, seconds: float) -> None:
        """Stop all calls to ``vendor`` for ``seconds``, an hour at most; an earlier, longer pause remains."""
        with self._transaction() as database:
            database.execute(
                "INSERT INTO pauses VALUES (?, ?) "
                "ON CONFLICT (vendor) DO UPDATE SET until = max(until, excluded.until)",
                (vendor, time.time() + min(seconds, _MAX_KEPT_PAUSE)),
            )

    def _take_turn(self, quota: Quota, vendor: str) -> float:
        """Record the next call, and return its time: seconds since the epoch, now or in the future."""
        window = quota.seconds + _MARGIN
        with self._transaction() as database:
            now = time.time()
            paused_until = _pause(database, vendor)
            if paused_until - now > self._max_pause:
                raise SourceUnavailable(
                    f"{vendor} asked for a pause, of which {paused_until - now:.0f} s are left",
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
        try:
            with closing(sqlite3.connect(self._path, timeout=60, isolation_level=None)) as database:
                database.execute("BEGIN IMMEDIATE")
                try:
                    for statement in _SCHEMA:
                        database.execute(statement)
                    yield database
                except BaseException:
                    # SQLite itself rolls back where the disk is full.
                    if database.in_transaction:
                        database.execute("ROLLBACK")
                    raise
                database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in _UNWRITABLE:
                raise WrongInput(
                    f"The record of calls to price vendors, {self._path}, cannot be written: {error}. Free "
                    "space on its disk, or give the platform's user write access to it and its folder."
                ) from error
            raise


def _pause(database: sqlite3.Connection, vendor: str) -> float:
    row = database.execute("SELECT until FROM pauses WHERE vendor = ?", (vendor,)).fetchone()
    return float(row[0]) if row else 0.0
