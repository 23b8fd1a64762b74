"""Features of a session's place in the calendar, equal for every ticker: weekday, month turn, holidays, Tet.

The calendar is known in advance, so that these features belong to the session itself with the leakage guard,
too. Outages of the exchange count as sessions, and the corrections of a platform do not count, since both
became known later.
"""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.features.description import described
from vn30.market.calendar import FIRST_YEAR, OUTAGE, SHIPPED, decreed_days
from vn30.typing import Float32Array, FloatArray

MONTH_SESSIONS, HOLIDAY_SESSIONS, TET_SESSIONS = 5, 5, 15
"""Distances are counted up to so many sessions."""
TET_CLOSED_WEEKDAYS = 3
"""Tet closes the exchange for at least so many weekdays; no other holiday does before April."""
_LOOK_AHEAD = pd.Timedelta(days=60)

Dates = NDArray[np.datetime64]
CalendarFeature = Callable[[Dates], FloatArray]
"""A function of consecutive sessions (datetime64[D], oldest first) to an array of the same length."""


def calendar_features() -> Mapping[str, CalendarFeature]:
    """The features by name."""
    return {
        "weekday": weekday,
        "sessions_into_month": sessions_into_month,
        "sessions_to_month_end": sessions_to_month_end,
        "sessions_to_holiday": sessions_to_holiday,
        "sessions_to_tet": sessions_to_tet,
        "sessions_since_tet": sessions_since_tet,
    }


def add_calendar(values: Float32Array, dates: Dates) -> None:
    """Fill ``values`` in place, shape (features, bars), in the order of :func:`calendar_features`.

    Args:
        dates: the session of each bar, shape (bars,). Features before the calendar's first year are 0.
    """
    values[:] = 0
    if not len(dates):
        return
    sessions = planned_sessions(pd.Timestamp(dates.max()) + _LOOK_AHEAD)
    days = dates.astype("datetime64[D]")
    place = np.searchsorted(sessions, days)
    known = days >= sessions[0]
    for row, feature in zip(values, calendar_features().values(), strict=True):
        row[known] = feature(sessions)[np.minimum(place[known], len(sessions) - 1)]


def planned_sessions(until: pd.Timestamp) -> Dates:
    """The sessions up to ``until``, or up to the end of the calendar, with those on which an outage came."""
    first, last = date(FIRST_YEAR, 1, 1), min(until.date(), SHIPPED.last_session())
    outages = {day for day, kind in decreed_days().items() if kind == OUTAGE and day <= last}
    return np.array(sorted(outages.union(SHIPPED.sessions_between(first, last))), dtype="datetime64[D]")


@described("Calendar", "calendar", "")
def weekday(sessions: Dates) -> FloatArray:
    """Monday is -1, Wednesday 0, Friday 1."""
    # 1970-01-01 was a Thursday.
    days = (sessions.astype(np.int64) + 3) % 7
    return (days - 2) / 2


@described("Calendar", "calendar", "share of 5 sessions")
def sessions_into_month(sessions: Dates) -> FloatArray:
    """``min(sessions since the first one of the month, 5) / 5``."""
    begins = np.concatenate([[True], _months(sessions)[1:] != _months(sessions)[:-1]])
    return _capped(_since(begins), MONTH_SESSIONS)


@described("Calendar", "calendar", "share of 5 sessions")
def sessions_to_month_end(sessions: Dates) -> FloatArray:
    """``min(sessions to the last one of the month, 5) / 5``."""
    ends = np.concatenate([_months(sessions)[1:] != _months(sessions)[:-1], [False]])
    return _capped(_until(ends), MONTH_SESSIONS)


@described("Calendar", "calendar", "share of 5 sessions")
def sessions_to_holiday(sessions: Dates) -> FloatArray:
    """``min(sessions to the last one before a closed weekday, 5) / 5``."""
    return _capped(_until(_closed_after(sessions) > 0), HOLIDAY_SESSIONS)


@described("Calendar", "calendar", "share of 15 sessions")
def sessions_to_tet(sessions: Dates) -> FloatArray:
    """``min(sessions to the last one before Tet, 15) / 15``."""
    return _capped(_until(_before_tet(sessions)), TET_SESSIONS)


@described("Calendar", "calendar", "share of 15 sessions")
def sessions_since_tet(sessions: Dates) -> FloatArray:
    """``min(sessions since the first one after Tet, 15) / 15``."""
    first = np.concatenate([[False], _before_tet(sessions)[:-1]])
    return _capped(_since(first), TET_SESSIONS)


def _months(sessions: Dates) -> Dates:
    return sessions.astype("datetime64[M]")


def _closed_after(sessions: Dates) -> NDArray[np.int64]:
    """The number of weekdays between each session and the next one; 0 after the last one."""
    between = np.busday_count(sessions[:-1], sessions[1:]) - 1
    return np.concatenate([between, [0]])


def _before_tet(sessions: Dates) -> NDArray[np.bool_]:
    in_winter = _months(sessions).astype(np.int64) % 12 < 3
    return np.asarray((_closed_after(sessions) >= TET_CLOSED_WEEKDAYS) & in_winter)


def _since(marked: NDArray[np.bool_]) -> FloatArray:
    """The rows since the newest marked one; infinite before the first."""
    rows = np.arange(len(marked), dtype=np.float64)
    newest = np.maximum.accumulate(np.where(marked, rows, -np.inf))
    distance: FloatArray = rows - newest
    return distance


def _until(marked: NDArray[np.bool_]) -> FloatArray:
    return _since(marked[::-1])[::-1]


def _capped(distances: FloatArray, most: int) -> FloatArray:
    shares: FloatArray = np.minimum(distances, most) / most
    return shares
