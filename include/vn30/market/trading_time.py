"""Whether a session is running, and up to when its prices can be known."""

from datetime import date, datetime, timedelta

from vn30.market.calendar import HOSE_ZONE, Calendar
from vn30.market.rules import rules_on
from vn30.market.session_minutes import auction_ends, minute_of

TOLERANCE = timedelta(minutes=2)
"""A minute is known when it has ended, and its request takes a while."""


def running_session(calendar: Calendar, last_day: date, as_of: date, now: datetime) -> date | None:
    """The session that is running at ``now``, from its first possible price on; None without one.

    Args:
        last_day: the last one of which minutes may be read.
    """
    local = now.astimezone(HOSE_ZONE)
    if last_day <= as_of or last_day != local.date() or not calendar.is_session(last_day):
        return None
    opening, _ = auction_ends(last_day)
    return last_day if minute_of(local.time()) > opening else None


def last_trading_moment(session: date, now: datetime) -> datetime:
    """The last moment up to ``now`` in which a running session had orders matched."""
    local = now.astimezone(HOSE_ZONE)
    _, closing = auction_ends(session)
    closes = (datetime.min + timedelta(minutes=closing + 1)).time()
    ends = [
        min(local.time().replace(tzinfo=None), part.until, closes)
        for part in rules_on(session).session.parts
        if part.begins <= local.time()
    ]
    return datetime.combine(session, max(ends), HOSE_ZONE) if ends else now


def trading_minute(now: datetime) -> str | None:
    """A text that changes each minute while HOSE may be trading; None outside.

    What is read then gets old without a change of the data.
    """
    local = now.astimezone(HOSE_ZONE)
    is_open = local.weekday() < 5 and 9 <= local.hour < 15
    return f"{local:%Y-%m-%d %H:%M}" if is_open else None
