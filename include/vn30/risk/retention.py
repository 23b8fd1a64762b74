"""Removes old risk: of sessions beyond the newest ones, the last of each month is kept."""

import sqlalchemy as sa

from vn30.database.warehouse import execute


def expire(connection: sa.Connection, keep_sessions: int) -> int:
    """Remove the risk of old sessions, with all its measures; return the number of stocks and sessions.

    The Stock page shows the newest session alone, and a history by month shows how risk has changed. What is
    removed can be computed again: a run of ``vn30_risk`` for a session reads no later bar.
    """
    return execute(connection, "risk/expire", keep_sessions=keep_sessions)
