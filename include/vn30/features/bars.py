"""The bars of one ticker as arrays, and the type of the functions that compute features from them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from vn30.typing import FloatArray


class Bars(NamedTuple):
    """Daily bars of one ticker as contiguous arrays: prices in VND, volume in shares."""

    high: FloatArray
    low: FloatArray
    close: FloatArray
    volume: FloatArray


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
