"""Moving average convergence divergence."""

from functools import partial

import talib
from pydantic import model_validator

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.features.indicators._fast_and_slow import require_fast_below_slow
from vn30.typing import FloatArray

PARTS = ("line", "signal", "histogram")


class MacdConfig(IndicatorPart, title="MACD"):
    """Moving average convergence divergence."""

    position = 50
    group = "Momentum"

    fast: int = window_field(12, "Fast", "the shorter window; below slow")
    slow: int = window_field(26, "Slow", "the longer window", minimum=3)
    signal: int = window_field(9, "Signal", "the window of the line's average", minimum=1)

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "MacdConfig":
        require_fast_below_slow(self.fast, self.slow)
        return self

    def features(self) -> dict[str, Feature]:
        """Line, signal and histogram, relative to the close."""
        return {
            f"macd_{name}": partial(macd_part, part=part, fast=self.fast, slow=self.slow, signal=self.signal)
            for part, name in enumerate(PARTS)
        }


@described("Momentum", "price", "share of the close")
def macd_part(bars: Bars, part: int, fast: int, slow: int, signal: int) -> FloatArray:
    """One of MACD's line (0), signal (1) and histogram (2), over the close."""
    return talib.MACD(bars.close, fast, slow, signal)[part] / bars.close
