"""The regimes of a market by session: volatility and trend, state of a mixture, distance to the average."""

import numpy as np
import pandas as pd

from vn30.features.indicators.sma import close_to_sma
from vn30.features.market_context import TREND_WINDOW, regime
from vn30.features.regimes.mixture import (
    STATES,
    filtered_probabilities,
    mixture_observations,
    most_likely,
    smoothed,
)
from vn30.features.series import to_bars

PROBABILITIES = [f"probability_{state}" for state in STATES]


def market_regimes(market_index_bars: pd.DataFrame) -> pd.DataFrame:
    """The regimes after each session. No value depends on later bars.

    Args:
        market_index_bars: a bars frame (see :mod:`vn30.market.bars`) of one index, in points.

    Returns:
        One row a session: ``date``; ``volatility`` and ``trend`` of
        :func:`vn30.features.market_context.regime`; ``probability_calm``, ``probability_usual`` and
        ``probability_wild`` of the mixture; ``state``, the most likely of them, and ``smoothed_state``, the
        most frequent of the last five sessions, each ``unknown`` before the first fit; and
        ``close_to_sma_200``, the close over its average less 1. Unknown numbers are NaN.
    """
    bars = to_bars(market_index_bars)
    probabilities = filtered_probabilities(mixture_observations(bars))
    states = most_likely(probabilities)
    regimes = regime(market_index_bars)
    regimes[PROBABILITIES] = probabilities
    names = np.array([*STATES, "unknown"])
    # UNKNOWN, -1, is the last name.
    regimes["state"], regimes["smoothed_state"] = names[states], names[smoothed(states)]
    regimes[f"close_to_sma_{TREND_WINDOW}"] = close_to_sma(bars, TREND_WINDOW)
    return regimes
