"""Closes that the daily limit makes impossible: they exceed it, and the series returns within a few bars.

Closes alone are checked. Highs and lows of correct bars may exceed the limit around the close before: on
UPCoM, whose limit is around the average price of the session before, and on ex-dividend days, whose reference
price is lower. Of 64,817 real bars whose close is within it, 35 have such a high or low, all of them correct.
"""

import numpy as np
import pandas as pd

from vn30.ingestion.rules import Fault, Faults, session_numbers
from vn30.market.calendar import SHIPPED, Calendar
from vn30.market.price_limits import ROUNDING, daily_limits
from vn30.typing import BoolArray, IntArray

MAX_SPIKE_BARS = 3
"""A level that lasts for more bars may be correct."""


def spike_faults(bars: pd.DataFrame, ticker: str, calendar: Calendar = SHIPPED) -> Faults:
    """A validation rule for impossible prints among the bars of ``ticker``, one a date, sorted by date."""
    closes = bars["close"].to_numpy()
    sessions = session_numbers(bars["date"], calendar)
    absences = np.diff(sessions, prepend=sessions[:1] - 1) - 1
    limits = daily_limits(ticker, bars["date"].to_numpy(), absences)

    def are_beyond(after: IntArray, before: IntArray) -> BoolArray:
        """Whether closes cannot be reached from earlier ones within the limits of all sessions in between."""
        steps = sessions[after] - sessions[before]
        with np.errstate(over="ignore"):
            upper = closes[before] * (1 + limits[after]) ** steps + ROUNDING
        lower = closes[before] * (1 - limits[after]) ** steps - ROUNDING
        return np.asarray((closes[after] > upper) | (closes[after] < lower))

    def spike_length(start: int) -> int:
        """The number of bars from ``start`` on until the series returns; 0 if the level lasts."""
        points = np.arange(start + 1, min(start + MAX_SPIKE_BARS + 1, len(closes)))
        is_back = are_beyond(points, points - 1) & ~are_beyond(points, np.full_like(points, start - 1))
        return int(np.argmax(is_back)) + 1 if is_back.any() else 0

    spikes = np.zeros(len(bars), dtype=bool)
    after = np.flatnonzero(limits[1:]) + 1
    for start in after[are_beyond(after, after - 1)]:
        # The return from a spike does not start another one.
        if not spikes[start - 1]:
            spikes[start : start + spike_length(start)] = True
    reason = "close exceeds the daily limit and the series returns within it: an impossible print"
    yield Fault(spikes, reason, "close")
