"""The warm-up of the indicators: the sessions before the first row with all features."""

from functools import lru_cache

import numpy as np

from vn30.features.bars import MINUTE_STATISTICS, Bars
from vn30.features.indicator import MAX_WINDOW
from vn30.features.indicator_config import IndicatorConfig


@lru_cache(maxsize=256)
def warm_up(config: IndicatorConfig, lookback_window: int) -> int:
    """The number of sessions at the start of a ticker's bars without a complete set of features.

    It is counted on synthetic bars, since the NaN rows depend on the windows only.

    Args:
        lookback_window: the look-back of the cumulative returns, in sessions.
    """
    # No indicator combines more than two windows.
    prices = np.linspace(10, 20, 2 * MAX_WINDOW + 10, dtype=np.float64)
    days = np.arange(len(prices))
    bars = Bars(prices, prices, prices, prices, dict.fromkeys(MINUTE_STATISTICS, prices), prices, days)
    features = np.array([feature(bars) for feature in config.features(lookback_window).values()])
    incomplete = np.isnan(features).any(axis=0)
    return int(incomplete.sum()) + (1 if config.leakage_guard else 0)
