"""Recognises series whose dates are wrong throughout: day and month swapped, or each date a day off."""

from collections.abc import Iterable
from datetime import date, timedelta

from vn30.market.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from vn30.sources.base import SourceError

MIN_DATES, MIN_SHARE = 5, 0.9
MIN_SHIFTED = 0.98
"""Share of all dates that are sessions a day later, or earlier, if each is a day off. Of right dates at most
80 % are: Friday is no session a day later, and Monday none a day earlier."""


def refuse_wrong_dates(where: str, dates: Iterable[date], calendar: Calendar) -> None:
    """Refuse dates of which those without a session become sessions by one correction of all.

    A spreadsheet of another country swaps day and month. Midnight in Vietnam, written as its date in UTC, is
    a day early. Rows on real weekends and holidays prove neither.

    Args:
        where: the file, or the ticker, for the message.
        dates: those with a session and those without one.

    Raises:
        SourceError: day and month are swapped, or the dates are a day early or late.
    """
    known = {day for day in dates if FIRST_YEAR <= day.year <= LAST_YEAR}
    closed = {day for day in known if not calendar.is_session(day)}
    if len(closed) < MIN_DATES:
        return
    _refuse_swapped(where, closed, calendar)
    _refuse_shifted(where, known, closed, calendar)


def _refuse_swapped(where: str, closed: set[date], calendar: Calendar) -> None:
    # Real weekends and holidays have days above 12 among them, or become other days without trading.
    swapped = [day for day in closed if day.day <= 12 and calendar.is_session(_exchanged(day))]
    if len(swapped) < max(MIN_DATES, MIN_SHARE * len(closed)):
        return
    first = min(swapped)
    raise SourceError(
        f"{where}: day and month are swapped: {first} is no session of HOSE, {_exchanged(first)} is one, and "
        f"so for {len(swapped)} of the {len(closed)} dates without a session. Write dates as YYYY-MM-DD, the "
        "month before the day."
    )


def _refuse_shifted(where: str, known: set[date], closed: set[date], calendar: Calendar) -> None:
    # With most dates on closed days, as in weekly prices of Sundays, the others do not prove a shift.
    if 2 * len(closed) > len(known):
        return
    for days, word in ((1, "early"), (-1, "late")):
        shifted = {day for day in known if _is_session(day + timedelta(days), calendar)}
        if len(shifted) < MIN_SHIFTED * len(known) or len(closed & shifted) < MIN_SHARE * len(closed):
            continue
        first = min(closed & shifted)
        raise SourceError(
            f"{where}: the dates are a day {word}: {first} is no session of HOSE, "
            f"{first + timedelta(days)} is one, and so for {len(closed & shifted)} of the {len(closed)} "
            "dates without a session. Times were probably turned into dates of another time zone: write the "
            "dates of the sessions in Vietnam."
        )


def _is_session(day: date, calendar: Calendar) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR and calendar.is_session(day)


def _exchanged(day: date) -> date:
    return date(day.year, day.day, day.month)
