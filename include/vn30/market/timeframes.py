"""Bars within sessions in the form of a market frame, so that they are trained as days are.

A bar is dated by its **end**, the moment at which it is known: the hour from 10:00 by 11:00, the morning by
11:30. So a bar that reaches beyond a moment is later than the moment: a bar that touches the test part is not
before it, whatever minute the test part begins with.

Bars of the half sessions and of hours never cross lunch or a night (see :mod:`vn30.market.resampling`). The
return from the last bar of a session to the first one of the next is the overnight return.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.market.bars import MARKET_COLUMNS, PRICE_COLUMNS
from vn30.market.calendar import SHIPPED, Calendar
from vn30.market.minutes import day_number, day_of, local_minutes
from vn30.market.resampling import bucket_starts
from vn30.market.session_minutes import DAY_MINUTES, halves
from vn30.names import ZONE
from vn30.typing import IntArray

Timeframe = Literal["1d", "1h", "half"]
"""The intervals of :data:`vn30.market.resampling.INTERVALS` that models are trained on."""
TIMEFRAMES: tuple[Timeframe, ...] = get_args(Timeframe)
DAYS: Timeframe = "1d"
SESSION_BARS: dict[Timeframe, int] = {"1d": 1, "1h": 5, "half": 2}
"""The bars of a whole session: an hour that lunch cuts short is a bar."""


def dated_by_end(bars: pd.DataFrame, timeframe: Timeframe) -> pd.DataFrame:
    """A minutes frame of resampled bars, labelled by their starts, as a market frame.

    Args:
        bars: of :func:`vn30.market.stored_minutes.interval_bars`, of one or many tickers.
        timeframe: any but ``1d``.

    Returns:
        The columns of :data:`vn30.market.bars.MARKET_COLUMNS`; ``date`` is the end of the bar in Vietnam,
        without a zone.
    """
    starts = local_minutes(bars["time"])
    days = starts // DAY_MINUTES
    ends = np.empty(len(starts), dtype=np.int64)
    for day in np.unique(days).tolist():
        rows = days == day
        known_starts, known_ends = _bar_times(day_of(day), timeframe)
        ends[rows] = known_ends[np.searchsorted(known_starts, starts[rows] - day * DAY_MINUTES)]
    return bars.assign(date=_local(days * DAY_MINUTES + ends), volume=bars["volume"].astype(np.float64))[
        MARKET_COLUMNS
    ]


def at_daily_level(bars: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Bars of one ticker with the prices of each session scaled to the daily open of that session.

    Stored minutes keep the price level of the day on which they were fetched; a later dividend or split moves
    the daily bars alone. The open of a session is known from its first bar on, so that no bar depends on a
    later price.

    Args:
        bars: of :func:`dated_by_end`.
        days: a bars frame of the ticker's daily bars (see :mod:`vn30.market.bars`).

    Returns:
        The bars of the sessions whose daily open is known.
    """
    sessions = pd.DatetimeIndex(bars["date"]).normalize()
    opens = bars.groupby(sessions)["open"].first()
    level = days.set_index(pd.DatetimeIndex(days["date"]))["open"].reindex(opens.index) / opens
    factors = level.reindex(sessions).to_numpy(dtype=np.float64)
    scaled = bars.assign(**{name: bars[name] * factors for name in PRICE_COLUMNS})
    known: pd.DataFrame = scaled[np.isfinite(factors)].reset_index(drop=True)
    return known


def known_at_close(days: pd.DataFrame) -> pd.DataFrame:
    """Daily bars dated by the end of their session, so that no earlier bar of the session sees them."""
    dates = pd.DatetimeIndex(days["date"])
    ends = pd.to_timedelta([halves(day.date())[-1].until for day in dates], unit="min")
    return days.assign(date=dates + ends)


def bars_known_by(bars: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """The bars that have ended by ``moment``, an aware time."""
    local = pd.Timestamp(moment).tz_convert(ZONE).tz_localize(None)
    return bars[bars["date"] <= local].reset_index(drop=True)


def ends_after(
    last: pd.Timestamp, count: int, timeframe: Timeframe, calendar: Calendar = SHIPPED
) -> list[datetime]:
    """The ends of the next ``count`` bars after the one that ends at ``last``, as aware times.

    Raises:
        OutsideCalendar: the calendar ends before.
    """
    # One session more, for the rest of the one in which the last bar is.
    sessions = [last.date(), *calendar.sessions_after(last.date(), -(-count // SESSION_BARS[timeframe]) + 1)]
    ends = np.concatenate([day_number(day) * DAY_MINUTES + _bar_times(day, timeframe)[1] for day in sessions])
    times = _local(ends)
    return [aware(end) for end in times[times > last][:count]]


def aware(end: pd.Timestamp) -> datetime:
    """The date of a bar of :func:`dated_by_end` as an aware time."""
    time: datetime = end.tz_localize(ZONE).to_pydatetime()
    return time


def _local(minutes: IntArray) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(minutes.astype("datetime64[m]")).as_unit("ns")


@lru_cache(maxsize=4096)
def _bar_times(day: date, timeframe: Timeframe) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first minutes of the bars of a session, and the minutes before which they end, from midnight."""
    parts = [np.arange(half.begins, half.until) for half in halves(day)]
    minutes = np.concatenate(parts)
    midnight = day_number(day) * DAY_MINUTES
    starts = np.asarray(bucket_starts(minutes + midnight, timeframe)) - midnight
    known, first = np.unique(starts, return_index=True)
    last = np.append(first[1:], len(minutes)) - 1
    return known, minutes[last] + 1
