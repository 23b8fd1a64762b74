"""The bars of one ticker as arrays, and the type of the functions that compute features from them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from vn30.typing import FloatArray, IntArray

VOLATILITY, AUCTION, VWAP, AFTERNOON = (
    "minute_volatility",
    "minute_auction_share",
    "minute_vwap_distance",
    "minute_afternoon_share",
)
MINUTE_STATISTICS = (VOLATILITY, AUCTION, VWAP, AFTERNOON)
"""Optional columns of a market frame; see :mod:`vn30.features.minute_statistics`."""


class Bars(NamedTuple):
    """Bars of one ticker as contiguous arrays, one a session or several: prices in VND, volume in shares.

    Attributes:
        minutes: the known columns of :data:`MINUTE_STATISTICS`, one value a session.
        open: empty where a feature needs none.
        session: the number of the day of each bar, from 1970-01-01; empty as ``open``.
    """

    high: FloatArray
    low: FloatArray
    close: FloatArray
    volume: FloatArray
    minutes: Mapping[str, FloatArray] = MappingProxyType({})
    open: FloatArray = np.empty(0)
    session: IntArray = np.empty(0, dtype=np.int64)

    def part(self, start: int, stop: int) -> "Bars":
        """The bars of the rows from ``start`` to before ``stop``."""
        rows = slice(start, stop)
        minutes = {name: values[rows] for name, values in self.minutes.items()}
        return Bars(
            self.high[rows],
            self.low[rows],
            self.close[rows],
            self.volume[rows],
            minutes,
            self.open[rows],
            self.session[rows],
        )

    def statistic(self, name: str) -> FloatArray:
        """A statistic of each session's minutes; NaN where it is not known."""
        return self.minutes.get(name, np.full(len(self.close), np.nan))


Feature = Callable[[Bars], FloatArray]
"""A function of the bars of ``n`` sessions, oldest first, that returns a float64 array of shape ``(n,)``.

Row ``t`` is computed from the bars up to and including ``t``; rows before the first full window are NaN.
Features are free of price and volume levels: the indicators of TA-Lib (https://ta-lib.org/functions/) are
divided by a price of the same bar or by their own average.
"""


def shifted(values: FloatArray, sessions: int) -> FloatArray:
    """``values`` shifted by ``sessions`` rows to later rows, shape (n,); the first rows are NaN."""
    moved = np.full(len(values), np.nan)
    moved[sessions:] = values[: max(0, len(values) - sessions)]
    return moved
