"""Price series by range, as charts show them: from which session on, and how many sessions a bar has."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, get_args

from vn30.market.resampling import Interval

Day = date
Range = Literal["1D", "1W", "1M", "3M", "6M", "YTD", "1Y", "2Y", "5Y", "10Y"]
RANGES: tuple[Range, ...] = get_args(Range)

_MONTHS: dict[Range, int] = {"1M": 1, "3M": 3, "6M": 6, "1Y": 12, "2Y": 24, "5Y": 60, "10Y": 120}
_INTERVALS: dict[Range, Interval] = {"1D": "1m", "1W": "1h", "1M": "half"}
_SESSIONS_A_BAR: dict[Range, int] = {"2Y": 2, "5Y": 5, "10Y": 10}


@dataclass(frozen=True)
class ChartBar:
    """The prices of a part of a session, of one, or of several in a row.

    Attributes:
        date: the first of its sessions.
        last_date: the last one.
        open: VND, as high and low None where no source gives it.
        volume: shares as traded, of all its sessions.
        number: of its first session, counted over all sessions of the calendar.
        starts_at: of a part of a session; None of whole ones.
    """

    date: Day
    last_date: Day
    open: float | None
    high: float | None
    low: float | None
    close: float
    volume: int | None
    number: int = 0
    starts_at: datetime | None = None


def first_day(range_: Range, as_of: date) -> date:
    """The first day of a range that ends with ``as_of``; its number of months goes back to the same day."""
    if range_ == "1D":
        return as_of
    if range_ == "1W":
        return as_of - timedelta(days=6)
    if range_ == "YTD":
        return as_of.replace(month=1, day=1)
    months = 12 * as_of.year + as_of.month - 1 - _MONTHS[range_]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1]))


def interval_of(range_: Range) -> Interval | None:
    """The length of its bars if they are made of minutes; None: they are made of sessions."""
    return _INTERVALS.get(range_)


def sessions_a_bar(range_: Range) -> int:
    """How many sessions a bar of the range has, so that long ranges have as many bars as short ones."""
    return _SESSIONS_A_BAR.get(range_, 1)


def grouped(bars: Sequence[ChartBar], sessions: int) -> list[ChartBar]:
    """Bars of so many sessions each from daily ones, oldest first.

    Groups are counted from the first session of the calendar, so that tomorrow's answer has the same ones.
    The first and the last one may lack sessions, and a session without trade is missing in its group.
    """
    if sessions == 1:
        return list(bars)
    groups = groupby(bars, key=lambda bar: bar.number // sessions)
    return [_together(list(group)) for _, group in groups]


def _together(bars: Sequence[ChartBar]) -> ChartBar:
    # Where a session has only its close, that is all that is known of it.
    highs = [bar.close if bar.high is None else bar.high for bar in bars]
    lows = [bar.close if bar.low is None else bar.low for bar in bars]
    return ChartBar(
        date=bars[0].date,
        last_date=bars[-1].last_date,
        open=bars[0].open,
        high=max(highs),
        low=min(lows),
        close=bars[-1].close,
        volume=sum(bar.volume or 0 for bar in bars),
        number=bars[0].number,
    )
