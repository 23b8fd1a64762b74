"""Momentum in units of volatility."""

from functools import partial

import numpy as np

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicator import IndicatorPart, window_field
from vn30.features.returns import log_return, realised_volatility
from vn30.typing import FloatArray

MIN_VOLATILITY = 1e-6
"""Running sums leave about that much of a constant price."""


class MomentumToVolatilityConfig(IndicatorPart, title="Volatility-adjusted momentum"):
    """Return over the window in units of its volatility."""

    position = 46
    group = "Momentum"
    optional = True
    included = False

    window: int = window_field(60)

    def features(self) -> dict[str, Feature]:
        """The return over the window, divided by its standard deviation."""
        return {f"momentum_to_volatility_{self.window}": partial(momentum_to_volatility, window=self.window)}


@described("Momentum", "price", "standard deviations")
def momentum_to_volatility(bars: Bars, window: int) -> FloatArray:
    """``log(close / close[window ago]) / (volatility * sqrt(window))``; 0 for a constant price.

    The volatility is the root mean square of the window's daily log returns, as in T. J. Moskowitz, Y. H. Ooi
    and L. H. Pedersen, "Time series momentum", Journal of Financial Economics 104, 2012.
    """
    expected = realised_volatility(bars, window) * np.sqrt(window)
    still = expected < MIN_VOLATILITY
    return np.where(still, 0.0, log_return(bars, window) / np.where(still, 1.0, expected))
