"""The platform's today: one answer for crawls, features, scores and freshness."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from vn30.calendar import last_closed_session, sessions_between
from vn30.errors import WrongInput
from vn30.pipelines import PRICES_ASSET
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


def session_of_run(
    run_type: str, logical_date: datetime | None, announcements: Iterable[Mapping[str, Any]] = ()
) -> date | None:
    """The session that an Airflow run is for, or None if it is for the clock's today.

    A run that new prices have triggered is for the newest session among those announced. A scheduled or
    backfill run is for the newest session that was closed at its logical date (an aware time; the timetable
    makes it the moment the run is due): at 17:00 of a session that very session, whenever the run is really
    worked off. ``ds`` would be the UTC date. A run that a user starts is for today.

    Args:
        run_type: ``run_type`` of the run, as Airflow spells it.
        announcements: the ``extra`` of each asset event that triggered the run, as
            ``{"session": "2026-06-30"}``; one that a user made by hand may lack the session.

    Raises:
        WrongInput: an announced session is no date.
        OutsideCalendar: the logical date lies outside the HOSE calendar.
    """
    announced = [extra["session"] for extra in announcements if extra.get("session")]
    if announced:
        return max(map(_announced, announced))
    if run_type not in _TIMED_RUNS or logical_date is None:
        return None
    return last_closed_session(logical_date)


def _announced(session: Any) -> date:
    try:
        return date.fromisoformat(session)
    except (TypeError, ValueError) as error:
        raise WrongInput(
            f"An event of {PRICES_ASSET} names the session {session!r}: write it YYYY-MM-DD."
        ) from error


def not_after(today: date, session: date | None) -> date:
    """``session``, the one that a run is for, unless it lies after ``today``, the clock's; None is today."""
    return today if session is None else min(today, session)
