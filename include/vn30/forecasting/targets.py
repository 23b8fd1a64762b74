"""The targets of the models over a horizon of trading sessions: log returns, and what stands for them."""

import numpy as np

from vn30.market.price_limits import DAILY_LIMIT
from vn30.models.base import TargetKind
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


def log_return_ahead(
    close: FloatArray, horizon: int, traded: BoolArray | None = None, price: FloatArray | None = None
) -> FloatArray:
    """``log(price[t + horizon] / close[t])`` for each row ``t``; NaN in the last ``horizon`` rows.

    Args:
        close: closing prices of one ticker in VND, oldest session first; one row is one session.
        horizon: sessions ahead, at least 1.
        traded: of :func:`has_trades`; a return from or to a session without trades is NaN. None: all had
            trades.
        price: the prices that are forecast, such as opens, in VND; None: the closes.
    """
    price = close if price is None else price
    ahead = np.full(len(close), np.nan)
    ahead[:-horizon] = np.log(price[horizon:] / close[:-horizon])
    if traded is not None:
        ahead[~traded] = np.nan
        ahead[:-horizon][~traded[horizon:]] = np.nan
    return ahead


def price_after(base_price: FloatArray | float, log_return: FloatArray | float) -> FloatArray:
    """The price in VND that ``log_return`` leads to from ``base_price``: ``base * exp(return)``."""
    return np.asarray(base_price * np.exp(log_return), dtype=np.float64)


def labels_of(kind: TargetKind, log_return: FloatArray, base_price: FloatArray) -> FloatArray:
    """What the models learn in place of log returns: the returns themselves, changes in percent, or VND.

    Args:
        kind: any kind but ``direction``, which :mod:`vn30.forecasting.direction` trains.
        base_price: the close of each row in VND.
    """
    if kind == "percentChange":
        return np.asarray(100 * np.expm1(log_return))
    if kind == "rawPrice":
        return price_after(base_price, log_return)
    return log_return


def log_return_of(
    kind: TargetKind, forecast: FloatArray, base_price: FloatArray | float, horizon: int
) -> FloatArray:
    """The log returns that forecasts of the labels of :func:`labels_of` stand for.

    Prices and changes are cut at what ``horizon`` sessions at the daily limit of HOSE lead to: a model of
    them can forecast a price below zero.
    """
    if kind == "percentChange":
        ratio = 1 + forecast / 100
    elif kind == "rawPrice":
        ratio = forecast / base_price
    else:
        return forecast
    limit = DAILY_LIMIT["HOSE"]
    lowest, highest = (1 - limit) ** horizon, (1 + limit) ** horizon
    return np.asarray(np.log(np.clip(ratio, lowest, highest)))
