"""Regimes as features: ordinals, in the order of volatility.

Trees split ordinals. Linear models get a column a value in their place; see
:attr:`vn30.models.base.ModelPart.regimes`.
"""

import numpy as np

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.market_context import TREND_WINDOW, VOLATILITY_WINDOW, trend, volatile
from vn30.features.regimes.mixture import mixture_state
from vn30.typing import FloatArray


@described("Regime", "price", "ordinal")
def regime_of_mixture(bars: Bars) -> FloatArray:
    """Calm is -1, usual 0 and wild 1: the smoothed state of a mixture that was fitted on earlier sessions."""
    return mixture_state(bars) - 1


@described("Regime", "price", "ordinal")
def regime_of_volatility_and_trend(bars: Bars) -> FloatArray:
    """Quiet bull is -1.5, quiet bear -0.5, volatile bull 0.5, and volatile bear 1.5."""
    volatility, direction = volatile(bars, VOLATILITY_WINDOW), trend(bars, TREND_WINDOW)
    return np.asarray(volatility - direction / 2)


REGIME_FEATURES: dict[str, Feature] = {
    "regime_of_mixture": regime_of_mixture,
    "regime_of_volatility_and_trend": regime_of_volatility_and_trend,
}
"""The features by name; unknown regimes become 0."""
