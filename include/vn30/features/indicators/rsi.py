"""The relative strength index."""

from functools import partial

import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class RsiConfig(IndicatorPart, title="RSI"):
    """Relative strength index."""

    position = 40
    group = "Momentum"

    window: int = window_field(14)

    def features(self) -> dict[str, Feature]:
        """The relative strength index."""
        return {f"rsi_{self.window}": partial(rsi, window=self.window)}


@described("Momentum", "price", "share")
def rsi(bars: Bars, window: int) -> FloatArray:
    """Wilder's relative strength index divided by 100, in [0, 1]."""
    return talib.RSI(bars.close, window) / 100
