"""The targets of the models: log returns over a horizon of trading sessions."""

import numpy as np

from vn30.typing import BoolArray, FloatArray


def has_trades(close: FloatArray, volume: FloatArray) -> BoolArray:
    """Whether each session had trades: a price without volume that equals the one before is carried forward.

    Args:
        close: closing prices of one ticker in VND, oldest session first.
        volume: shares, 0 without trades.
    """
    carried = np.zeros(len(close), dtype=bool)
    carried[1:] = (volume[1:] == 0) & (close[1:] == close[:-1])
    return ~carried


def log_return_ahead(close: FloatArray, horizon: int, traded: BoolArray | None = None) -> FloatArray:
    """``log(close[t + horizon] / close[t])`` for each row ``t``; NaN in the last ``horizon`` rows.

    Args:
        close: closing prices of one ticker in VND, oldest session first; one row is one session.
        horizon: sessions ahead, at least 1.
        traded: of :func:`has_trades`; a return from or to a session without trades is NaN. None: all had
            trades.
    """
    ahead = np.full(len(close), np.nan)
    ahead[:-horizon] = np.log(close[horizon:] / close[:-horizon])
    if traded is not None:
        ahead[~traded] = np.nan
        ahead[:-horizon][~traded[horizon:]] = np.nan
    return ahead


def price_after(base_price: FloatArray | float, log_return: FloatArray | float) -> FloatArray:
    """The price in VND that ``log_return`` leads to from ``base_price``: ``base * exp(return)``."""
    return np.asarray(base_price * np.exp(log_return), dtype=np.float64)
