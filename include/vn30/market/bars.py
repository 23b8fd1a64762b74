"""The columns of daily bars, the same in the whole platform.

A *bars* frame holds one ticker, oldest session first, with the columns of :data:`BAR_COLUMNS`: ``date`` is
the session (datetime64[ns], midnight, no zone), prices are VND as float64, ``volume`` counts shares. A
*market* frame holds many tickers: the same columns behind ``symbol``, sorted by symbol and date.
"""

import numpy as np

from vn30.typing import FloatArray

PRICE_COLUMNS = ["open", "high", "low", "close"]
BAR_COLUMNS = ["date", *PRICE_COLUMNS, "volume"]
MARKET_COLUMNS = ["symbol", *BAR_COLUMNS]

PRICE_ROUNDING = 0.5
"""Difference of two prices (VND; of an index: points) that is rounding: closer prices count as equal."""

COUNT_ROUNDING = 1e-6
"""Distance from a whole number within which a count is that number: 506599.99999999994 shares are 506,600."""


def whole_counts(counts: FloatArray) -> FloatArray:
    """``counts`` with those within rounding of a whole number rounded to it, all others unchanged."""
    with np.errstate(invalid="ignore"):
        whole = np.rint(counts)
        # From 1e9 on, the spacing of floats reaches COUNT_ROUNDING.
        tolerance = np.maximum(COUNT_ROUNDING, 4 * np.spacing(np.abs(counts)))
        return np.where(np.abs(counts - whole) <= tolerance, whole, counts)
