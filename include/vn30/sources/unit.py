"""Whether prices can be in the unit that they are said to be in."""

import pandas as pd

LOWEST_MEDIAN_CLOSE, HIGHEST_MEDIAN_CLOSE = 1_000.0, 1_000_000.0
"""VND. A factor of 1,000, the common mistake, leads out of these bounds for any stock of the VN30."""


def impossible_median(closes: "pd.Series[float]") -> float | None:
    """The median of the positive ``closes`` (VND) if it lies beyond the bounds, else None."""
    median = float(closes.where(closes > 0).median())
    return median if median < LOWEST_MEDIAN_CLOSE or median > HIGHEST_MEDIAN_CLOSE else None
