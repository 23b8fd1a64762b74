"""The volume relative to its moving average."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class VolumeMaConfig(IndicatorPart, title="Volume MA"):
    """Moving average of the volume."""

    position = 80
    group = "Volume"

    window: int = window_field(20)

    def features(self) -> dict[str, Feature]:
        """The volume relative to its average."""
        return {f"volume_to_ma_{self.window}": partial(volume_to_ma, window=self.window)}


@described("Volume", "volume", "log ratio")
def volume_to_ma(bars: Bars, window: int) -> FloatArray:
    """``log((1 + volume) / (1 + SMA(volume)))``; adding 1 allows for sessions without a trade."""
    ratio: FloatArray = np.log1p(bars.volume) - np.log1p(talib.SMA(bars.volume, window))
    return ratio
