"""The lock between backups and retention: while one holds it, the other removes and copies no artifacts."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from vn30.database.warehouse import fetch_returned


class LockTimeout(RuntimeError):
    """Another process holds the lock on the artifacts for too long; the message says what to do."""


@contextmanager
def artifact_lock(engine: sa.Engine, timeout: float) -> Iterator[None]:
    """Hold the one lock on the artifacts within ``with``: no other holder removes them or relies on them.

    When its holder is killed, PostgreSQL releases the lock together with the connection.

    Args:
        timeout: seconds to wait for another holder.

    Raises:
        LockTimeout: the other holder did not release the lock in time.
    """
    # Autocommit: a transaction that stays open while large files are copied would keep dead rows alive.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        deadline = time.monotonic() + timeout
        while not fetch_returned(connection, "database/artifact_lock")["held"]:
            if time.monotonic() > deadline:
                raise LockTimeout(
                    "A backup is being made or old files are being removed at the moment. Try again later."
                )
            time.sleep(1)
        try:
            yield
        finally:
            # The lock ends with the server session, and a pooled connection keeps its session.
            connection.invalidate()
