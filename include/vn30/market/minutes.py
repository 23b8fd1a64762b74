"""The columns of bars within sessions, and their times as numbers.

A *minutes* frame holds one or many tickers, sorted by symbol and time, with the columns of
:data:`MINUTE_COLUMNS`: ``time`` is the start of the bar (datetime64[ns, Asia/Ho_Chi_Minh]), prices are VND as
float64, ``volume`` counts shares (int64). Minutes without a trade have no row.
"""

from datetime import date

import numpy as np
import pandas as pd

from vn30.market.bars import PRICE_COLUMNS
from vn30.market.session_minutes import DAY_MINUTES
from vn30.names import ZONE
from vn30.typing import IntArray

VALUE_COLUMNS = [*PRICE_COLUMNS, "volume"]
MINUTE_COLUMNS = ["symbol", "time", *VALUE_COLUMNS]
TIME_DTYPE = f"datetime64[ns, {ZONE}]"

_EPOCH = date(1970, 1, 1).toordinal()
_OFFSET = 7 * 60
_NANOSECONDS = 60 * 10**9


def local_minutes(times: "pd.Series[pd.Timestamp]") -> IntArray:
    """Minutes from 1970-01-01 00:00 in Vietnam to each time, which has a zone; seconds are dropped."""
    stamps = pd.DatetimeIndex(times).as_unit("ns").tz_convert(None).to_numpy().astype(np.int64)
    minutes: IntArray = stamps // _NANOSECONDS + _OFFSET
    return minutes


def local_times(minutes: IntArray) -> pd.DatetimeIndex:
    """The inverse of :func:`local_minutes`."""
    stamps = pd.DatetimeIndex((minutes - _OFFSET) * _NANOSECONDS, tz="UTC")
    return stamps.as_unit("ns").tz_convert(ZONE)


def local_days(minutes: IntArray) -> IntArray:
    """Days from 1970-01-01, in Vietnam, of :func:`local_minutes`."""
    return minutes // DAY_MINUTES


def day_number(day: date) -> int:
    """Days from 1970-01-01 to ``day``, as of :func:`local_days`."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The inverse of :func:`day_number`."""
    return date.fromordinal(number + _EPOCH)


def no_minutes() -> pd.DataFrame:
    """A minutes frame without rows."""
    return pd.DataFrame(
        {
            "symbol": pd.Series(dtype="object"),
            "time": pd.Series(dtype=TIME_DTYPE),
            **{name: pd.Series(dtype="float64") for name in PRICE_COLUMNS},
            "volume": pd.Series(dtype="int64"),
        }
    )
