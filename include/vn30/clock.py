"""The platform's today: one answer for crawls, features, scores and freshness."""

from datetime import UTC, date, datetime, timedelta

from vn30.calendar import last_closed_session, sessions_between
from vn30.settings import Settings

_TIMED_RUNS = ("scheduled", "backfill")


def as_of(settings: Settings, last_session: date | None, now: datetime | None = None) -> date:
    """The session that counts as today.

    ``VN30_AS_OF`` if it is set (the session before it, if it is no session); else the last session of a
    source that has one; else the newest session of HOSE whose close is over.

    Raises:
        OutsideCalendar: ``VN30_AS_OF`` lies outside the HOSE calendar.
    """
    today = settings.as_of or last_session
    if today is None:
        return last_closed_session(now or datetime.now(UTC))
    return max(sessions_between(today - timedelta(days=30), today))


def session_of_run(run_type: str, logical_date: datetime | None) -> date | None:
    """The session that an Airflow run is for, or None if it is for the clock's today.

    A scheduled or backfill run is for the newest session that was closed at its logical date (an aware time;
    the timetable makes it the moment the run is due): at 17:00 of a session that very session, whenever the
    run is really worked off. ``ds`` would be the UTC date. A run that a user starts is for today.

    Args:
        run_type: ``run_type`` of the run, as Airflow spells it.

    Raises:
        OutsideCalendar: the logical date lies outside the HOSE calendar.
    """
    if run_type not in _TIMED_RUNS or logical_date is None:
        return None
    return last_closed_session(logical_date)


def not_after(today: date, session: date | None) -> date:
    """``session``, the one that a run is for, unless it lies after ``today``, the clock's; None is today."""
    return today if session is None else min(today, session)
