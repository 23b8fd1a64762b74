"""The platform's today: one answer for crawls, features, scores and freshness."""

from datetime import UTC, date, datetime, timedelta

from vn30.calendar import last_closed_session, sessions_between
from vn30.settings import Settings


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
