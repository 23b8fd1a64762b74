"""Bars for the benchmarks that need no Airflow."""

from datetime import date

import numpy as np
import pandas as pd

from vn30.market.calendar import sessions_between

BARS = 2_500


def simulated_bars(number: int) -> pd.DataFrame:
    """Ten years of possible bars, another random walk for each number."""
    random = np.random.default_rng(number)
    sessions = sessions_between(date(2015, 1, 1), date(2025, 12, 31))[-BARS:]
    close = 50_000 * np.exp(np.cumsum(random.normal(0, 0.015, BARS)))
    open_ = close * np.exp(random.normal(0, 0.004, BARS))
    return pd.DataFrame(
        {
            "date": pd.DatetimeIndex(sessions),
            "open": open_.round(2),
            "high": (np.maximum(open_, close) * 1.01).round(2),
            "low": (np.minimum(open_, close) * 0.99).round(2),
            "close": close.round(2),
            "volume": random.integers(100_000, 5_000_000, BARS),
        }
    )
