"""One-minute bars of a test's own, a random walk in every minute of trading, and statistics of such bars."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from vn30.features.bars import MINUTE_STATISTICS
from vn30.market.minutes import MINUTE_COLUMNS, day_number, local_times
from vn30.market.session_minutes import DAY_MINUTES, halves


def made_minutes(symbol: str, sessions: Sequence[date]) -> pd.DataFrame:
    """A minutes frame of ``symbol``: 09:00 to 11:29 and 13:00 to 14:59 of each session."""
    minutes = np.concatenate([_minutes_of(session) for session in sessions])
    random = np.random.default_rng(sum(map(ord, symbol)) + len(sessions))
    close = 50_000 * np.exp(np.cumsum(random.normal(0, 0.0005, len(minutes))))
    open_ = close * np.exp(random.normal(0, 0.0003, len(minutes)))
    frame = pd.DataFrame(
        {
            "symbol": symbol,
            "time": local_times(minutes),
            "open": open_.round(0),
            "high": (np.maximum(open_, close) * 1.001).round(0),
            "low": (np.minimum(open_, close) * 0.999).round(0),
            "close": close.round(0),
            "volume": 100 * random.integers(1, 500, len(minutes)),
        }
    )
    return frame[MINUTE_COLUMNS]


def with_made_statistics(bars: pd.DataFrame, missing: float = 0.0) -> pd.DataFrame:
    """Daily bars with statistics of minutes, of which the share ``missing`` of the rows has none."""
    random = np.random.default_rng(len(bars))
    without = random.uniform(size=len(bars)) < missing
    made = {name: random.uniform(0.001, 0.3, len(bars)) for name in MINUTE_STATISTICS}
    return bars.assign(**{name: np.where(without, np.nan, values) for name, values in made.items()})


def _minutes_of(session: date) -> np.ndarray:
    parts = [np.arange(half.begins, half.until) for half in halves(session)]
    return day_number(session) * DAY_MINUTES + np.concatenate(parts)
