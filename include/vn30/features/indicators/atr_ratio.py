"""The recent true range relative to the longer one."""

from functools import partial

import numpy as np
from pydantic import model_validator

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.features.indicators._fast_and_slow import require_fast_below_slow
from vn30.features.indicators.atr import atr
from vn30.typing import FloatArray

MIN_RANGE = 1e-3
"""A price that hardly moves has no range to compare: the lowest tick of a stock is of this size."""


class AtrRatioConfig(IndicatorPart, title="ATR ratio"):
    """Average true range of a short window relative to a long one."""

    position = 72
    group = "Volatility"
    optional = True
    included = False

    fast: int = window_field(5, "Fast", "the shorter window; below slow")
    slow: int = window_field(50, "Slow", "the longer window", minimum=3)

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "AtrRatioConfig":
        require_fast_below_slow(self.fast, self.slow)
        return self

    def features(self) -> dict[str, Feature]:
        """The logarithm of the ratio."""
        return {f"atr_{self.fast}_to_{self.slow}": partial(atr_ratio, fast=self.fast, slow=self.slow)}


@described("Volatility", "price", "log ratio")
def atr_ratio(bars: Bars, fast: int, slow: int) -> FloatArray:
    """``log(ATR over fast / ATR over slow)``, each at least MIN_RANGE of the close."""
    short, long = (np.maximum(atr(bars, window), MIN_RANGE) for window in (fast, slow))
    values: FloatArray = np.log(short / long)
    return values
