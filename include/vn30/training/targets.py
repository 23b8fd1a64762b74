"""What models learn to forecast: log returns over a horizon of trading sessions."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def log_return_ahead(close: FloatArray, horizon: int) -> FloatArray:
    """``log(close[t + horizon] / close[t])`` for each row ``t``; NaN in the last ``horizon`` rows.

    Args:
        close: closing prices of one ticker in VND, oldest session first; one row is one session.
        horizon: sessions ahead, at least 1.
    """
    ahead = np.full(len(close), np.nan)
    ahead[:-horizon] = np.log(close[horizon:] / close[:-horizon])
    return ahead


def price_after(base_price: FloatArray | float, log_return: FloatArray | float) -> FloatArray:
    """The price in VND that ``log_return`` leads to from ``base_price``: ``base * exp(return)``."""
    return np.asarray(base_price * np.exp(log_return), dtype=np.float64)
