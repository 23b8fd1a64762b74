"""Price impact per traded value, relative to its longer average."""

from functools import partial

import numpy as np
import talib
from pydantic import model_validator

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.features.indicators._fast_and_slow import require_fast_below_slow
from vn30.features.returns import log_return
from vn30.typing import FloatArray

MIN_MOVE = 1e-4
"""Of a mean absolute return: a price that stands still has no impact to measure."""


class AmihudIlliquidityConfig(IndicatorPart, title="Amihud illiquidity"):
    """Daily move per traded value, recently and over a long window."""

    position = 90
    group = "Liquidity"
    optional = True
    included = False

    fast: int = window_field(20, "Fast", "the shorter window; below slow")
    slow: int = window_field(120, "Slow", "the longer window", minimum=3)

    @model_validator(mode="after")
    def _fast_is_faster(self) -> "AmihudIlliquidityConfig":
        require_fast_below_slow(self.fast, self.slow)
        return self

    def features(self) -> dict[str, Feature]:
        """The logarithm of the ratio."""
        return {
            f"illiquidity_{self.fast}_to_{self.slow}": partial(
                illiquidity_ratio, fast=self.fast, slow=self.slow
            )
        }


@described("Liquidity", "price and volume", "log ratio")
def illiquidity_ratio(bars: Bars, fast: int, slow: int) -> FloatArray:
    """``log(illiquidity over fast / illiquidity over slow)``.

    Illiquidity is the sum of absolute daily log returns over the sum of traded values (Y. Amihud,
    "Illiquidity and stock returns", Journal of Financial Markets 5, 2002; sums in place of his mean of
    ratios, in which one session of few trades would count most). The ratio to the stock's own average has no
    unit; it is 0 where the short window has no trades.
    """
    moves, value = np.abs(log_return(bars, 1)), bars.close * bars.volume
    ratio = np.maximum(talib.SMA(moves, fast), MIN_MOVE) / np.maximum(talib.SMA(moves, slow), MIN_MOVE)
    recent, usual = talib.SMA(value, fast), talib.SMA(value, slow)
    # Less than a dong is what running sums leave.
    none = recent < 1
    return np.where(none, 0.0, np.log(ratio * np.where(none, 1.0, usual / np.where(none, 1.0, recent))))
