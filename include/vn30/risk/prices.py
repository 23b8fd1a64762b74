"""Closes of one series, and what is made of them first: returns and aligned returns."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vn30.typing import FloatArray

SESSIONS_A_YEAR = 250
"""HOSE had 248 to 251 sessions in each full year since 2015."""

Days = NDArray[np.datetime64]


class Closes(NamedTuple):
    """The closes of a stock, an index or a portfolio, oldest session first.

    Attributes:
        dates: the sessions, ``datetime64[D]``, rising.
        prices: as many closes, above 0, adjusted for dividends and splits.
    """

    dates: Days
    prices: FloatArray

    def newest(self, sessions: int) -> "Closes":
        """The newest ``sessions`` returns: one close more than that, or all if there are fewer."""
        return Closes(self.dates[-sessions - 1 :], self.prices[-sessions - 1 :])


def simple_returns(prices: FloatArray) -> FloatArray:
    """``prices[t] / prices[t - 1] - 1``: one fewer than prices."""
    changes: FloatArray = prices[1:] / prices[:-1] - 1
    return changes


def log_returns(prices: FloatArray) -> FloatArray:
    """``log(prices[t] / prices[t - 1])``: one fewer than prices."""
    changes: FloatArray = np.diff(np.log(prices))
    return changes


def common_returns(one: Closes, other: Closes) -> tuple[FloatArray, FloatArray]:
    """The simple returns of both between the sessions on which both have a close."""
    _, at_one, at_other = np.intersect1d(one.dates, other.dates, assume_unique=True, return_indices=True)
    return simple_returns(one.prices[at_one]), simple_returns(other.prices[at_other])
