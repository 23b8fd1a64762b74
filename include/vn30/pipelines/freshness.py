"""Whether a data set has the sessions that it should have."""

from datetime import datetime, timedelta
from typing import Literal

from vn30.database.warehouse import Row

Freshness = Literal["current", "due", "late", "empty"]

DUE_AFTER_CLOSE = timedelta(hours=6)
"""The crawlers begin two hours after the close, and trainings follow."""


def freshness(row: Row, now: datetime) -> Freshness:
    """The state of a data set.

    Args:
        row: of the view ``dataset_ages``.
        now: with a time zone.

    Returns:
        ``empty``: it was never made; ``due``: it lacks the newest session, which closed less than six hours
        ago; ``late``: it lacks more.
    """
    if row["session_date"] is None:
        return "empty"
    missing = row["sessions_behind"] - row["allowed"]
    if missing <= 0:
        return "current"
    closed_lately = row["closes_at"] is not None and now - row["closes_at"] < DUE_AFTER_CLOSE
    return "due" if missing == 1 and closed_lately else "late"
