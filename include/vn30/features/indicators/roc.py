"""The rate of change."""

from functools import partial

import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class RocConfig(IndicatorPart, title="ROC"):
    """Rate of change."""

    position = 30
    group = "Price"
    optional = True

    window: int = window_field(10)

    def features(self) -> dict[str, Feature]:
        """The change of the close over the window."""
        return {f"roc_{self.window}": partial(rate_of_change, window=self.window)}


@described("Price", "price", "share")
def rate_of_change(bars: Bars, window: int) -> FloatArray:
    """``close / close[window sessions ago] - 1``."""
    return talib.ROCP(bars.close, window)
