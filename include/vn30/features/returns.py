"""The features of every panel, independent of the indicators: day range, volatility and past returns."""

from functools import partial

import numpy as np
import talib

from vn30.features.bars import Bars, Feature, shifted
from vn30.features.description import described
from vn30.typing import FloatArray

LAGGED_RETURNS = 5
VOLATILITY_WINDOW = 20


def return_features(lookback_window: int) -> dict[str, Feature]:
    """The day range, realised volatility, the last five daily log returns, and cumulative log returns.

    The cumulative returns span 10, 20, 40, ... sessions up to ``lookback_window``. They replace one lagged
    return per session of the window, most of which would be noise.
    """
    features: dict[str, Feature] = {
        "day_range": day_range,
        f"volatility_{VOLATILITY_WINDOW}": partial(realised_volatility, window=VOLATILITY_WINDOW),
    }
    for lag in range(1, LAGGED_RETURNS + 1):
        features[f"return_lag_{lag}"] = partial(lagged_return, lag=lag)
    for span in return_spans(lookback_window):
        features[f"return_over_{span}"] = partial(log_return, span=span)
    return features


def return_spans(lookback_window: int) -> list[int]:
    """The spans of the cumulative returns, in sessions: 10, 20, 40, ... and ``lookback_window``."""
    spans = []
    span = 2 * LAGGED_RETURNS
    while span < lookback_window:
        spans.append(span)
        span *= 2
    return [*spans, lookback_window] if lookback_window > LAGGED_RETURNS else []


@described("Volatility", "price", "share of the close")
def day_range(bars: Bars) -> FloatArray:
    """``(high - low) / close``."""
    return (bars.high - bars.low) / bars.close


@described("Volatility", "price", "log return")
def realised_volatility(bars: Bars, window: int) -> FloatArray:
    """Root mean square of the daily log returns, per session (not annualised)."""
    mean_square = talib.SMA(log_return(bars, 1) ** 2, window)
    volatility: FloatArray = np.sqrt(np.maximum(mean_square, 0))
    return volatility


@described("Momentum", "price", "log return")
def log_return(bars: Bars, span: int) -> FloatArray:
    """``log(close / close[span sessions ago])``."""
    returns = np.full(len(bars.close), np.nan)
    returns[span:] = np.log(bars.close[span:] / bars.close[:-span])
    return returns


@described("Momentum", "price", "log return")
def lagged_return(bars: Bars, lag: int) -> FloatArray:
    """The daily log return of ``lag - 1`` sessions ago; lag 1 is the newest return."""
    return shifted(log_return(bars, 1), lag - 1)
