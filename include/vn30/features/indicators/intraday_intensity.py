"""Volume weighted by where in its range each day closes."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class IntradayIntensityConfig(IndicatorPart, title="Intraday intensity"):
    """Volume that closes near the high less volume that closes near the low."""

    position = 84
    group = "Volume"
    optional = True
    included = False

    window: int = window_field(20)

    def features(self) -> dict[str, Feature]:
        """The intensity over the window."""
        return {f"intraday_intensity_{self.window}": partial(intraday_intensity, window=self.window)}


@described("Volume", "price and volume", "share of the volume")
def intraday_intensity(bars: Bars, window: int) -> FloatArray:
    """``sum of (2 close - high - low) / (high - low) * volume / sum of volume``, in [-1, 1].

    D. Bostian's intraday intensity, as a share of the volume. A bar without a range counts 0, and so does a
    window without volume.
    """
    width = bars.high - bars.low
    place = np.where(
        width > 0, (2 * bars.close - bars.high - bars.low) / np.where(width > 0, width, 1.0), 0.0
    )
    volume = talib.SUM(bars.volume, window)
    # Shares are whole: less than half of one is what running sums leave.
    none = volume < 0.5
    return np.where(none, 0.0, talib.SUM(place * bars.volume, window) / np.where(none, 1.0, volume))
