"""The internal bar strength."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class InternalBarStrengthConfig(IndicatorPart, title="Internal bar strength"):
    """Place of the close within the day's range."""

    position = 54
    group = "Mean reversion"
    optional = True
    included = False

    window: int = window_field(1, "Window", "sessions to average over", minimum=1)

    def features(self) -> dict[str, Feature]:
        """The average strength over the window."""
        return {f"internal_bar_strength_{self.window}": partial(internal_bar_strength, window=self.window)}


@described("Mean reversion", "price", "share of the range")
def internal_bar_strength(bars: Bars, window: int) -> FloatArray:
    """The mean of ``(close - low) / (high - low)`` over the window; 0.5 for a bar without a range."""
    width = bars.high - bars.low
    strength = np.where(width > 0, (bars.close - bars.low) / np.where(width > 0, width, 1.0), 0.5)
    # TA-Lib has no window of one row.
    return strength if window == 1 else talib.SMA(strength, window)
