"""What the minutes of a session make up, and which of them are missing."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from vn30.market.minutes import local_days, local_minutes
from vn30.market.resampling import resample
from vn30.market.session_minutes import DAY_MINUTES, closing_minute, continuous_minutes
from vn30.typing import IntArray


class SessionFacts(NamedTuple):
    """One session: the day that its minutes make up (VND, shares), and its gaps.

    Attributes:
        empty_minutes: minutes of continuous matching without a bar, up to the last bar of the session.
        longest_gap: the most of them that follow each other, lunch and auctions not counted.
        has_close: there is a bar of the closing auction.
    """

    session_date: date
    bars: int
    open: float
    high: float
    low: float
    close: float
    volume: int
    first_minute: datetime
    last_minute: datetime
    empty_minutes: int
    longest_gap: int
    has_close: bool


def session_facts(minutes: pd.DataFrame) -> Iterator[SessionFacts]:
    """The facts of each session in a minutes frame of one ticker, oldest first."""
    numbers = local_minutes(minutes["time"])
    days = local_days(numbers)
    made = resample(minutes, "1d")
    for day, row in zip(np.unique(days), made.to_dict("records"), strict=True):
        inside = days == day
        session = row["time"].date()
        of_day = numbers[inside] % DAY_MINUTES
        empty, longest = gaps(session, of_day)
        times = minutes["time"][inside]
        yield SessionFacts(
            session_date=session,
            bars=len(of_day),
            open=row["open"],
            high=row["high"],
            low=row["low"],
            close=row["close"],
            volume=row["volume"],
            first_minute=times.iloc[0].to_pydatetime(),
            last_minute=times.iloc[-1].to_pydatetime(),
            empty_minutes=empty,
            longest_gap=longest,
            has_close=bool(of_day[-1] >= closing_minute(session)),
        )


def gaps(session: date, of_day: IntArray) -> tuple[int, int]:
    """Minutes of continuous matching without a bar up to the last bar, and the most that follow each other.

    Args:
        of_day: the minutes of the session with a bar, counted from midnight, in their order.
    """
    expected = continuous_minutes(session)
    expected = expected[expected <= of_day[-1]]
    missing = expected[~np.isin(expected, of_day)]
    if not len(missing):
        return 0, 0
    # A gap ends where the next missing minute is not the next one of matching: a bar, lunch, or the end.
    breaks = np.flatnonzero(np.diff(missing) != 1) + 1
    return len(missing), int(max(map(len, np.split(missing, breaks))))
