"""Removes old snapshots of fundamentals: beyond the newest sessions, the last of each month is kept."""

import sqlalchemy as sa

from vn30.database.warehouse import execute


def expire_fundamentals(connection: sa.Connection, keep_sessions: int) -> int:
    """Remove old snapshots that a later one of the same month and metric replaced; return their number.

    A read as of a day within an old month then has what was known at the end of the month before.
    """
    return execute(connection, "ingestion/fundamentals/expire", keep_sessions=keep_sessions)
