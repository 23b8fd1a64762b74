"""Longer bars of one-minute bars: minutes, half sessions, days and weeks.

A bar is labelled by its start. Bars of minutes are counted from the start of each half of a session, 09:00
and 13:00: none crosses lunch or the end of a session, and the last one of a half is shorter where its length
does not divide the half. With the parts of a session as they are since 2015, bars of 5 and 15 minutes begin
and end with the auctions (09:00-09:15 and 14:30-14:45); the trades of an auction are in the minute in which
the source has them, usually the one after its end.
"""

from typing import Literal, get_args

import numpy as np
import pandas as pd

from vn30.errors import WrongInput
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.minutes import day_of, local_days, local_minutes, local_times
from vn30.market.session_minutes import DAY_MINUTES, half_starts
from vn30.typing import IntArray

Interval = Literal["1m", "5m", "15m", "30m", "1h", "half", "1d", "1w"]
INTERVALS: tuple[Interval, ...] = get_args(Interval)
DAILY: tuple[Interval, ...] = ("1d", "1w")
"""Those that are made of whole sessions."""

_MINUTES: dict[str, int] = {"1m": 1, "5m": 5, "15m": 15, "30m": 30, "1h": 60, "half": DAY_MINUTES}
_MONDAY = 3
"""1970-01-01, day 0, was a Thursday."""


class OutsideSession(WrongInput):
    """A bar lies at lunch or outside a session; the message names its time."""


def check_interval(interval: str) -> Interval:
    """``interval`` if it is one of :data:`INTERVALS`.

    Raises:
        WrongInput: it is not.
    """
    for known in INTERVALS:
        if interval == known:
            return known
    raise WrongInput(f"interval is {interval!r}: it may be {', '.join(INTERVALS)}.")


def resample(minutes: pd.DataFrame, interval: Interval) -> pd.DataFrame:
    """The bars of ``interval`` that the minutes make up.

    Args:
        minutes: a minutes frame (see :mod:`vn30.market.minutes`), of one or many tickers.

    Returns:
        A minutes frame, whose ``time`` is the start of each bar: for ``half`` 09:00 or 13:00, for ``1d``
        midnight of the session, for ``1w`` midnight of the Monday. ``open`` is that of the first minute,
        ``close`` that of the last, ``high`` and ``low`` the extremes, ``volume`` the sum. Bars without a
        minute do not exist.

    Raises:
        OutsideSession: a minute lies at lunch or outside a session.
    """
    if minutes.empty:
        return minutes.reset_index(drop=True)
    return reduced(minutes, bucket_starts(local_minutes(minutes["time"]), interval))


def weeks_of(days: pd.DataFrame) -> pd.DataFrame:
    """Bars of weeks from daily bars, as :func:`resample` makes them of minutes.

    Args:
        days: a minutes frame of daily bars, whose ``time`` is midnight in Vietnam.
    """
    if days.empty:
        return days.reset_index(drop=True)
    return reduced(days, _mondays(local_days(local_minutes(days["time"]))) * DAY_MINUTES)


def bucket_starts(minutes: IntArray, interval: Interval) -> IntArray:
    """For each minute, from 1970-01-01 in Vietnam, the first minute of its bar.

    Raises:
        OutsideSession: a minute lies at lunch or outside a session.
    """
    days = local_days(minutes)
    of_day = minutes - days * DAY_MINUTES
    halves = _half_starts(days, of_day)
    if (halves < 0).any():
        time = local_times(minutes[halves < 0][:1])[0]
        raise OutsideSession(f"{time:%Y-%m-%d %H:%M} is at lunch or outside the session: it has no trades.")
    if interval == "1d":
        return days * DAY_MINUTES
    if interval == "1w":
        return _mondays(days) * DAY_MINUTES
    length = _MINUTES[interval]
    return days * DAY_MINUTES + halves + (of_day - halves) // length * length


def reduced(bars: pd.DataFrame, starts: IntArray) -> pd.DataFrame:
    """One bar for each run of rows of one symbol and one start. Some sources give no open, high and low."""
    symbols = bars["symbol"].to_numpy()
    is_first = np.ones(len(starts), dtype=bool)
    is_first[1:] = (starts[1:] != starts[:-1]) | (symbols[1:] != symbols[:-1])
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(starts)) - 1
    values = {name: bars[name].to_numpy() for name in (*PRICE_COLUMNS, "volume")}
    return pd.DataFrame(
        {
            "symbol": symbols[first],
            "time": local_times(starts[first]),
            "open": values["open"][first],
            "high": np.fmax.reduceat(values["high"], first),
            "low": np.fmin.reduceat(values["low"], first),
            "close": values["close"][last],
            "volume": np.add.reduceat(values["volume"], first),
        }
    )


def _half_starts(days: IntArray, of_day: IntArray) -> IntArray:
    """:func:`vn30.market.session_minutes.half_starts` of each minute, by the rules of its day."""
    # The minutes of a day follow each other: to sort all of them for their days would take most of the time.
    known = np.unique(days[np.append(True, days[1:] != days[:-1])])
    tables = [half_starts(day_of(day)) for day in known.tolist()]
    if all(table is tables[0] for table in tables):
        return tables[0][of_day]
    halves: IntArray = np.stack(tables)[np.searchsorted(known, days), of_day]
    return halves


def _mondays(days: IntArray) -> IntArray:
    return days - (days + _MONDAY) % 7
