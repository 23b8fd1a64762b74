"""What the minutes of a session tell: its volatility, and when and at which prices its volume traded."""

from functools import partial

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from vn30.features.bars import AFTERNOON, AUCTION, VOLATILITY, VWAP, Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class SessionMinutesConfig(IndicatorPart, title="Minutes of the session"):
    """Volatility, VWAP, closing auction and afternoon of sessions with complete minutes."""

    position = 100
    group = "Minutes"
    optional = True
    included = False

    window: int = window_field(1, description="sessions whose mean is the feature", minimum=1)

    def features(self) -> dict[str, Feature]:
        """The mean of each statistic over the window."""
        features = {
            "session_volatility": session_volatility,
            "closing_auction_share": closing_auction_share,
            "session_vwap_distance": session_vwap_distance,
            "afternoon_share": afternoon_share,
        }
        return {
            f"{name}_{self.window}": partial(feature, window=self.window)
            for name, feature in features.items()
        }


@described("Minutes", "minutes", "log return")
def session_volatility(bars: Bars, window: int) -> FloatArray:
    """Mean of ``sqrt(sum of squared log returns of 5 minutes)`` of a session, without the night before."""
    return _mean(bars, VOLATILITY, window)


@described("Minutes", "minutes", "share of the volume")
def closing_auction_share(bars: Bars, window: int) -> FloatArray:
    """Mean of ``volume of the closing auction / volume of the session``."""
    return _mean(bars, AUCTION, window)


@described("Minutes", "minutes", "share")
def session_vwap_distance(bars: Bars, window: int) -> FloatArray:
    """Mean of ``close / VWAP of the session - 1``."""
    return _mean(bars, VWAP, window)


@described("Minutes", "minutes", "share of the volume")
def afternoon_share(bars: Bars, window: int) -> FloatArray:
    """Mean of ``volume after lunch / volume of the session``."""
    return _mean(bars, AFTERNOON, window)


def _mean(bars: Bars, statistic: str, window: int) -> FloatArray:
    """NaN unless all sessions of the window have complete minutes."""
    values = bars.statistic(statistic)
    means = np.full(len(values), np.nan)
    if len(values) >= window:
        means[window - 1 :] = sliding_window_view(values, window).mean(axis=1)
    return means
