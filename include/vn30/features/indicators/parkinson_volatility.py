"""Volatility from daily highs and lows."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class ParkinsonVolatilityConfig(IndicatorPart, title="Parkinson volatility"):
    """Volatility estimated from daily highs and lows."""

    position = 74
    group = "Volatility"
    optional = True
    included = False

    window: int = window_field(20)

    def features(self) -> dict[str, Feature]:
        """The volatility per session over the window."""
        return {f"parkinson_volatility_{self.window}": partial(parkinson_volatility, window=self.window)}


@described("Volatility", "price", "log return")
def parkinson_volatility(bars: Bars, window: int) -> FloatArray:
    """``sqrt(mean of log(high / low)^2 / (4 log 2))``, per session (not annualised).

    M. Parkinson, "The extreme value method for estimating the variance of the rate of return", Journal of
    Business 53, 1980.
    """
    squares = np.log(bars.high / bars.low) ** 2
    values: FloatArray = np.sqrt(np.maximum(talib.SMA(squares, window), 0) / (4 * np.log(2)))
    return values
