"""Exponential moving averages."""

from functools import partial

import talib
from pydantic import model_validator

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.features.indicators._fast_and_slow import require_fast_below_slow
from vn30.typing import FloatArray


class EmaConfig(IndicatorPart, title="EMA"):
    """Exponential moving averages."""

    position = 20
    group = "Price"

    fast: int = window_field(12, "Fast", "the shorter window; below slow")
    slow: int = window_field(26, "Slow", "the longer window", minimum=3)

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "EmaConfig":
        require_fast_below_slow(self.fast, self.slow)
        return self

    def features(self) -> dict[str, Feature]:
        """The close relative to each average, and the fast average relative to the slow average."""
        return {
            f"close_to_ema_{self.fast}": partial(close_to_ema, window=self.fast),
            f"close_to_ema_{self.slow}": partial(close_to_ema, window=self.slow),
            f"ema_{self.fast}_to_{self.slow}": partial(ema_to_ema, fast=self.fast, slow=self.slow),
        }


@described("Price", "price", "share")
def close_to_ema(bars: Bars, window: int) -> FloatArray:
    """``close / EMA(close) - 1``."""
    return bars.close / talib.EMA(bars.close, window) - 1


@described("Price", "price", "share")
def ema_to_ema(bars: Bars, fast: int, slow: int) -> FloatArray:
    """``EMA(close, fast) / EMA(close, slow) - 1``."""
    return talib.EMA(bars.close, fast) / talib.EMA(bars.close, slow) - 1
