"""Kaufman's efficiency ratio."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class EfficiencyRatioConfig(IndicatorPart, title="Efficiency ratio"):
    """Net price change over the sum of daily changes."""

    position = 45
    group = "Momentum"
    optional = True
    included = False

    window: int = window_field(10)

    def features(self) -> dict[str, Feature]:
        """The ratio over the window."""
        return {f"efficiency_ratio_{self.window}": partial(efficiency_ratio, window=self.window)}


@described("Momentum", "price", "share")
def efficiency_ratio(bars: Bars, window: int) -> FloatArray:
    """``|close - close[window ago]| / sum of |daily changes|``, in [0, 1]; 0 for a constant price.

    P. J. Kaufman, *Trading Systems and Methods*: 1 is a steady trend, a value near 0 a path
    without net change.
    """
    steps = np.abs(np.diff(bars.close, prepend=np.nan))
    path = window * talib.SMA(steps, window)
    moved = np.abs(talib.MOM(bars.close, window))
    # TA-Lib's running sums leave about 1e-9 of the price if the price was constant.
    still = path <= 1e-6 * bars.close
    return np.where(still, 0.0, np.minimum(moved / np.where(still, 1.0, path), 1.0))
