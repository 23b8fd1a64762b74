"""Checks whether the closes of a series can be in their declared unit.

Every series is judged by itself: one ticker of a file or one answer of a vendor can be in another unit than
the others.
"""

import numpy as np
import pandas as pd

from vn30.market.universe import INDICES
from vn30.typing import BoolArray

STOCK_CLOSES = (1_000.0, 1_000_000.0)
"""VND. Stocks of HOSE close at about 1,000 to 500,000 VND, so that a factor of 1,000, the usual mistake,
leads out of these bounds in either direction."""

INDEX_CLOSES = (10.0, 10_000.0)
"""Points. The VN-Index opened at 100 points in 2000."""

MIN_POSSIBLE = 0.1
"""Share of possible closes from which a series changes its unit within; below it, the whole series is in
another unit."""


def possible_closes(ticker: str) -> tuple[float, float]:
    """The lowest possible close of a series, and the lowest one above that is impossible: VND or points."""
    return INDEX_CLOSES if ticker in INDICES else STOCK_CLOSES


def are_possible(closes: "pd.Series[float]", ticker: str) -> BoolArray:
    """Whether each close (VND, an index: points) is one that the series can have; NaN is not."""
    lowest, beyond = possible_closes(ticker)
    return np.asarray((closes >= lowest) & (closes < beyond))


def impossible_median(closes: "pd.Series[float]", ticker: str) -> float | None:
    """The median of the positive ``closes`` (VND, an index: points) if it is out of bounds, else None."""
    median = float(closes.where(closes > 0).median())
    lowest, beyond = possible_closes(ticker)
    return median if median < lowest or median >= beyond else None


def describe_close(close: float, ticker: str) -> str:
    """A close with its unit, for messages."""
    return f"{close:,.1f} {'points' if ticker in INDICES else 'VND'}"
