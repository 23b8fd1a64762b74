"""Recognises dates whose day and month are swapped, as by a spreadsheet of another country."""

from collections.abc import Iterable
from datetime import date

from vn30.market.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from vn30.sources.base import SourceError

MIN_DATES, MIN_SHARE = 5, 0.9


def refuse_swapped(where: str, dates: Iterable[date], calendar: Calendar) -> None:
    """Refuse dates of which those without a session become sessions with day and month exchanged.

    Rows on real weekends and holidays have days above 12 among them, or become other days without trading.

    Args:
        where: the file, or the ticker, for the message.

    Raises:
        SourceError: day and month are swapped.
    """
    closed = {day for day in dates if FIRST_YEAR <= day.year <= LAST_YEAR and not calendar.is_session(day)}
    swapped = [day for day in closed if day.day <= 12 and calendar.is_session(_exchanged(day))]
    if len(swapped) < max(MIN_DATES, MIN_SHARE * len(closed)):
        return
    first = min(swapped)
    raise SourceError(
        f"{where}: day and month are swapped: {first} is no session of HOSE, {_exchanged(first)} is one, and "
        f"so for {len(swapped)} of the {len(closed)} dates without a session. Write dates as YYYY-MM-DD, the "
        "month before the day."
    )


def _exchanged(day: date) -> date:
    return date(day.year, day.day, day.month)
