"""The distance of the close to the volume-weighted average price."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class VwapDistanceConfig(IndicatorPart, title="Distance to VWAP"):
    """Close relative to the volume-weighted average price of the window."""

    position = 56
    group = "Mean reversion"
    optional = True
    included = False

    window: int = window_field(20)

    def features(self) -> dict[str, Feature]:
        """The distance over the window."""
        return {f"vwap_distance_{self.window}": partial(vwap_distance, window=self.window)}


@described("Mean reversion", "price and volume", "share")
def vwap_distance(bars: Bars, window: int) -> FloatArray:
    """``close / VWAP - 1``; 0 where the window has no volume.

    The price of a day is its typical one, ``(high + low + close) / 3``.
    """
    typical = talib.TYPPRICE(bars.high, bars.low, bars.close)
    volume = talib.SUM(bars.volume, window)
    # Shares are whole: less than half of one is what running sums leave.
    none = volume < 0.5
    average = talib.SUM(typical * bars.volume, window) / np.where(none, 1.0, volume)
    return np.where(none, 0.0, bars.close / np.where(none, 1.0, average) - 1)
