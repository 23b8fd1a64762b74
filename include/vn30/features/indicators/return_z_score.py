"""The z-score of the daily return."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.features.returns import log_return
from vn30.typing import FloatArray


class ReturnZScoreConfig(IndicatorPart, title="Return z-score"):
    """Daily return less its mean, in standard deviations."""

    position = 52
    group = "Mean reversion"
    optional = True
    included = False

    window: int = window_field(20)

    def features(self) -> dict[str, Feature]:
        """The z-score of the newest return within the window."""
        return {f"return_z_score_{self.window}": partial(return_z_score, window=self.window)}


@described("Mean reversion", "price", "standard deviations")
def return_z_score(bars: Bars, window: int) -> FloatArray:
    """``(return - mean) / standard deviation`` of the window's daily log returns; 0 if they are all equal."""
    returns = log_return(bars, 1)
    deviation = talib.STDDEV(returns, window)
    flat = deviation < 1e-6
    return np.where(flat, 0.0, (returns - talib.SMA(returns, window)) / np.where(flat, 1.0, deviation))
