"""The change of the volume."""

from functools import partial

import numpy as np

from vn30.features.bars import Bars, Feature, shifted
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.typing import FloatArray


class VolumeChangeConfig(IndicatorPart, title="Volume change"):
    """Change of the volume over the window."""

    position = 82
    group = "Volume"
    optional = True
    included = False

    window: int = window_field(1, minimum=1)

    def features(self) -> dict[str, Feature]:
        """The change over the window."""
        return {f"volume_change_{self.window}": partial(volume_change, window=self.window)}


@described("Volume", "volume", "log ratio")
def volume_change(bars: Bars, window: int) -> FloatArray:
    """``log((1 + volume) / (1 + volume[window ago]))``; adding 1 allows for sessions without a trade."""
    volume: FloatArray = np.log1p(bars.volume)
    return volume - shifted(volume, window)
