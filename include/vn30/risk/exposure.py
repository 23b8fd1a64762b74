"""How a series moves with an index, and how long its holdings take to sell."""

from typing import NamedTuple

import numpy as np

from vn30.risk.prices import Closes, common_returns
from vn30.typing import FloatArray

MAX_SHARE_OF_VOLUME = 0.2
"""Of a session's volume, that is sold without moving the price much."""
_MIN_COMMON = 60


class Beta(NamedTuple):
    """Slope of the returns on those of an index, its standard error, and their correlation."""

    value: float
    error: float
    correlation: float


def beta(closes: Closes, index: Closes) -> Beta | None:
    """Ordinary least squares of simple returns on common sessions.

    None for fewer than 60 of them, and where one of the two did not move.
    """
    ours, theirs = common_returns(closes, index)
    if len(ours) < _MIN_COMMON or np.ptp(ours) == 0 or np.ptp(theirs) == 0:
        return None
    x, y = theirs - theirs.mean(), ours - ours.mean()
    slope = (x @ y) / (x @ x)
    residuals = y - slope * x
    error = np.sqrt(residuals @ residuals / (len(x) - 2) / (x @ x))
    return Beta(float(slope), float(error), float((x @ y) / np.sqrt((x @ x) * (y @ y))))


def sessions_to_sell(value: float, traded_value: float | None) -> float | None:
    """Sessions until a holding is sold, at 20 % of the volume of each.

    Args:
        value: of the holding, in VND.
        traded_value: of a session, in VND; None or 0: it cannot be sold, and the answer is None.
    """
    return value / (MAX_SHARE_OF_VOLUME * traded_value) if traded_value else None


def median_traded_value(closes: FloatArray, volumes: FloatArray) -> float | None:
    """Median of close times volume (VND) over the sessions that are given; None without any."""
    return float(np.median(closes * volumes)) if len(closes) else None
