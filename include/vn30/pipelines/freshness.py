"""Whether a data set has the sessions that it should have."""

from datetime import datetime, timedelta
from typing import Literal

from vn30.database.warehouse import Row
from vn30.pipelines.schedule import fired_since

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
        ago, or its schedule has fired once since it was stored; ``late``: it lacks more.
    """
    if row["allowed"] is None:
        return _by_schedule(row, now)
    if row["session_date"] is None:
        return "empty"
    missing = row["sessions_behind"] - row["allowed"]
    if missing <= 0:
        return "current"
    closed_lately = row["closes_at"] is not None and now - row["closes_at"] < DUE_AFTER_CLOSE
    return "due" if missing == 1 and closed_lately else "late"


def _by_schedule(row: Row, now: datetime) -> Freshness:
    if row["stored_at"] is None:
        return "empty"
    if not row["schedule_cron"]:
        return "current"
    missed = fired_since(row["schedule_cron"], row["timezone"], row["stored_at"], now, most=2)
    return ("current", "due", "late")[missed]
