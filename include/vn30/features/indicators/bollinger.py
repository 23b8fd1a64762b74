"""Bollinger bands."""

from functools import partial

import numpy as np
import talib
from pydantic import Field

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class BollingerConfig(IndicatorPart, title="Bollinger bands"):
    """The moving average plus and minus some standard deviations."""

    position = 60
    group = "Volatility"

    window: int = window_field(20)
    std: float = Field(2.0, gt=0, le=5, title="Deviations", description="standard deviations each way")

    def features(self) -> dict[str, Feature]:
        """The position of the close between the bands, and their width."""
        return {
            "bollinger_percent_b": partial(percent_b, window=self.window, std=self.std),
            "bollinger_bandwidth": partial(bandwidth, window=self.window, std=self.std),
        }


@described("Volatility", "price", "share of the bandwidth")
def percent_b(bars: Bars, window: int, std: float) -> FloatArray:
    """Bollinger's %B, ``(close - lower) / (upper - lower)``; 0.5 where the bands have no width."""
    upper, middle, lower = talib.BBANDS(bars.close, window, std, std)
    width = upper - lower
    # TA-Lib's running sums leave a width of about 1e-8 of the price if the price was constant.
    flat = width <= 1e-6 * middle
    return np.where(flat, 0.5, (bars.close - lower) / np.where(flat, 1.0, width))


@described("Volatility", "price", "share")
def bandwidth(bars: Bars, window: int, std: float) -> FloatArray:
    """Bollinger's bandwidth, ``(upper - lower) / middle``."""
    upper, middle, lower = talib.BBANDS(bars.close, window, std, std)
    return (upper - lower) / middle
