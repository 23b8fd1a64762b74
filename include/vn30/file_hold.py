"""Keeps backups and retention out of each other's way: no file goes while it is being copied."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from vn30.warehouse import fetch_returned


class FilesHeld(RuntimeError):
    """Somebody else holds the files of the artifact store for too long; the message says what to do."""


@contextmanager
def hold_files(engine: sa.Engine, patience: float) -> Iterator[None]:
    """Be the only one who removes artifacts, or relies on their staying, from ``with`` to its end.

    A holder that is killed lets go with its connection.

    Args:
        patience: seconds to wait for another holder.

    Raises:
        FilesHeld: it did not let go.
    """
    # Autocommit: a copy of large files must not keep a transaction open, which would keep dead rows alive.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        deadline = time.monotonic() + patience
        while not fetch_returned(connection, "backup/hold_files")["held"]:
            if time.monotonic() > deadline:
                raise FilesHeld(
                    "A backup is being made, or old files are being removed, in this moment. Try again later."
                )
            time.sleep(1)
        try:
            yield
        finally:
            # The session's end releases it; a pooled connection's session would go on.
            connection.invalidate()
