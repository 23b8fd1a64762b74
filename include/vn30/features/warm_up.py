"""How many sessions the indicators need before the first complete row."""

from functools import lru_cache

import numpy as np

from vn30.features.config import MAX_WINDOW, IndicatorConfig
from vn30.features.indicators import Bars, indicators


@lru_cache(maxsize=256)
def warm_up(config: IndicatorConfig, lookback_window: int) -> int:
    """Sessions at the start of each ticker's bars that have no complete set of features.

    Counted on bars of no market: which rows are NaN depends on the windows alone.

    Args:
        lookback_window: sessions the lagged returns reach back.
    """
    # No indicator combines more than two windows.
    prices = np.linspace(10, 20, 2 * MAX_WINDOW + 10, dtype=np.float64)
    bars = Bars(prices, prices, prices, prices)
    made = np.array([feature(bars) for feature in indicators(config, lookback_window).values()])
    incomplete = np.isnan(made).any(axis=0)
    return int(incomplete.sum()) + (1 if config.leakage_guard else 0)
