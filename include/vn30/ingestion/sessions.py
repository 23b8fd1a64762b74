"""Keeps the sessions of the database equal to the calendar."""

from datetime import date

import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute
from vn30.market.calendar import FIRST_YEAR, LAST_YEAR, Calendar, session_hours

_COLUMNS = ("session_date", "opens_at", "closes_at")


def store_sessions(connection: sa.Connection, calendar: Calendar) -> None:
    """Make ``trading_sessions`` equal to ``calendar``, in the caller's transaction."""
    sessions = calendar.sessions_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    # A transaction may store them after each of several decisions.
    connection.exec_driver_sql(
        "DROP TABLE IF EXISTS pg_temp.calendar; "
        "CREATE TEMP TABLE calendar (LIKE trading_sessions) ON COMMIT DROP"
    )
    copy_rows(connection, "calendar", _COLUMNS, session_hours(sessions))
    execute(connection, "ingestion/replace_sessions")
