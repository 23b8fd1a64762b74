"""The Aroon oscillator: a new indicator as one file, as it would lie in include/vn30/features/indicators/."""

from functools import partial

import talib

from vn30.features.bars import Bars, Feature
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class AroonConfig(IndicatorPart, title="Aroon"):
    """Whether the highest or the lowest price of a window is the younger one."""

    position = 45
    group = "Momentum"
    optional = True
    included = False

    window: int = window_field(25)

    def features(self) -> dict[str, Feature]:
        """The oscillator."""
        return {f"aroon_{self.window}": partial(aroon, window=self.window)}


def aroon(bars: Bars, window: int) -> FloatArray:
    """T. Chande's Aroon oscillator over 100, in [-1, 1]."""
    return talib.AROONOSC(bars.high, bars.low, window) / 100
