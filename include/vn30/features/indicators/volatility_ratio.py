"""Recent volatility relative to longer volatility."""

from functools import partial

import numpy as np
from pydantic import model_validator

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.features.indicators._fast_and_slow import require_fast_below_slow
from vn30.features.returns import realised_volatility
from vn30.typing import FloatArray

MIN_VOLATILITY = 1e-3
"""A price that hardly moves has no volatility to compare: the lowest tick of a stock is of this size."""


class VolatilityRatioConfig(IndicatorPart, title="Volatility ratio"):
    """Volatility of a short window relative to a long one."""

    position = 62
    group = "Volatility"
    optional = True
    included = False

    fast: int = window_field(10, "Fast", "the shorter window; below slow")
    slow: int = window_field(60, "Slow", "the longer window", minimum=3)

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "VolatilityRatioConfig":
        require_fast_below_slow(self.fast, self.slow)
        return self

    def features(self) -> dict[str, Feature]:
        """The logarithm of the ratio."""
        return {
            f"volatility_{self.fast}_to_{self.slow}": partial(
                volatility_ratio, fast=self.fast, slow=self.slow
            )
        }


@described("Volatility", "price", "log ratio")
def volatility_ratio(bars: Bars, fast: int, slow: int) -> FloatArray:
    """``log(volatility over fast / volatility over slow)``, each at least MIN_VOLATILITY."""
    short, long = (np.maximum(realised_volatility(bars, window), MIN_VOLATILITY) for window in (fast, slow))
    values: FloatArray = np.log(short / long)
    return values
