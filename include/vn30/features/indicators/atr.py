"""The average true range."""

from functools import partial

import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class AtrConfig(IndicatorPart, title="ATR"):
    """Average true range."""

    position = 70
    group = "Volatility"

    window: int = window_field(14)

    def features(self) -> dict[str, Feature]:
        """The average true range, relative to the close."""
        return {f"atr_{self.window}": partial(atr, window=self.window)}


@described("Volatility", "price", "share of the close")
def atr(bars: Bars, window: int) -> FloatArray:
    """Wilder's average true range divided by the close."""
    return talib.ATR(bars.high, bars.low, bars.close, window) / bars.close
