"""Scale-free technical indicators of one ticker.

Each function takes :class:`Bars` of ``n`` sessions, oldest first, and returns a float64 array of length
``n`` whose row ``t`` is computed from bars up to and including ``t``; rows whose window is not yet full are
NaN. Definitions of the indicators are those of TA-Lib (https://ta-lib.org/functions/); here they are
divided by a price of the same bar, or by an average of themselves, so that no price or volume level is
left in them.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import talib
from numpy.typing import NDArray

from vn30.features.config import IndicatorConfig

FloatArray = NDArray[np.float64]


class Bars(NamedTuple):
    """Daily bars of one ticker as contiguous arrays: prices in VND, volume in shares."""

    high: FloatArray
    low: FloatArray
    close: FloatArray
    volume: FloatArray


Indicator = Callable[[Bars], FloatArray]

LAGGED_RETURNS = 5
VOLATILITY_WINDOW = 20


def indicators(config: IndicatorConfig, lookback_window: int) -> dict[str, Indicator]:
    """Every feature by name, in the order of the panel's columns.

    In this order: close over its simple and exponential moving averages; fast over slow average; rate of
    change; RSI; MACD line, signal and histogram; Bollinger %B and bandwidth; ATR; volume over its average;
    day range; realised volatility; the last five daily log returns; and cumulative log returns over 10,
    20, 40, ... sessions up to ``lookback_window``. That ladder stands for the whole window: as many lagged
    returns as it has sessions would be mostly noise.
    """
    ema, macd, bollinger = config.ema, config.macd, config.bollinger
    made: dict[str, Indicator] = {
        f"close_to_sma_{window}": partial(close_to_sma, window=window)
        for window in sorted(config.sma.windows)
    }
    made[f"close_to_ema_{ema.fast}"] = partial(close_to_ema, window=ema.fast)
    made[f"close_to_ema_{ema.slow}"] = partial(close_to_ema, window=ema.slow)
    made[f"ema_{ema.fast}_to_{ema.slow}"] = partial(ema_to_ema, fast=ema.fast, slow=ema.slow)
    if config.roc is not None:
        made[f"roc_{config.roc.window}"] = partial(rate_of_change, window=config.roc.window)
    made[f"rsi_{config.rsi.window}"] = partial(rsi, window=config.rsi.window)
    for part, name in enumerate(("line", "signal", "histogram")):
        made[f"macd_{name}"] = partial(
            macd_part, part=part, fast=macd.fast, slow=macd.slow, signal=macd.signal
        )
    made["bollinger_percent_b"] = partial(percent_b, window=bollinger.window, std=bollinger.std)
    made["bollinger_bandwidth"] = partial(bandwidth, window=bollinger.window, std=bollinger.std)
    made[f"atr_{config.atr.window}"] = partial(atr, window=config.atr.window)
    made[f"volume_to_ma_{config.volume_ma.window}"] = partial(volume_to_ma, window=config.volume_ma.window)
    made["day_range"] = day_range
    made[f"volatility_{VOLATILITY_WINDOW}"] = partial(realised_volatility, window=VOLATILITY_WINDOW)
    for lag in range(1, LAGGED_RETURNS + 1):
        made[f"return_lag_{lag}"] = partial(lagged_return, lag=lag)
    for span in return_spans(lookback_window):
        made[f"return_over_{span}"] = partial(log_return, span=span)
    return made


def return_spans(lookback_window: int) -> list[int]:
    """Spans of the cumulative returns, in sessions: 10, 20, 40, ... and the window itself."""
    spans = []
    span = 2 * LAGGED_RETURNS
    while span < lookback_window:
        spans.append(span)
        span *= 2
    return [*spans, lookback_window] if lookback_window > LAGGED_RETURNS else []


def close_to_sma(bars: Bars, window: int) -> FloatArray:
    """``close / SMA(close) - 1``."""
    return bars.close / talib.SMA(bars.close, window) - 1


def close_to_ema(bars: Bars, window: int) -> FloatArray:
    """``close / EMA(close) - 1``."""
    return bars.close / talib.EMA(bars.close, window) - 1


def ema_to_ema(bars: Bars, fast: int, slow: int) -> FloatArray:
    """``EMA(close, fast) / EMA(close, slow) - 1``."""
    return talib.EMA(bars.close, fast) / talib.EMA(bars.close, slow) - 1


def rate_of_change(bars: Bars, window: int) -> FloatArray:
    """``close / close[window sessions ago] - 1``."""
    return talib.ROCP(bars.close, window)


def rsi(bars: Bars, window: int) -> FloatArray:
    """Wilder's relative strength index over 100, in [0, 1]."""
    return talib.RSI(bars.close, window) / 100


def macd_part(bars: Bars, part: int, fast: int, slow: int, signal: int) -> FloatArray:
    """One of MACD's line (0), signal (1) and histogram (2), over the close."""
    return talib.MACD(bars.close, fast, slow, signal)[part] / bars.close


def percent_b(bars: Bars, window: int, std: float) -> FloatArray:
    """Bollinger's %B, ``(close - lower) / (upper - lower)``; 0.5 where the bands have no width."""
    upper, middle, lower = talib.BBANDS(bars.close, window, std, std)
    width = upper - lower
    # TA-Lib's running sums leave a width of some 1e-8 of the price where the price did not move at all.
    flat = width <= 1e-6 * middle
    return np.where(flat, 0.5, (bars.close - lower) / np.where(flat, 1.0, width))


def bandwidth(bars: Bars, window: int, std: float) -> FloatArray:
    """Bollinger's bandwidth, ``(upper - lower) / middle``."""
    upper, middle, lower = talib.BBANDS(bars.close, window, std, std)
    return (upper - lower) / middle


def atr(bars: Bars, window: int) -> FloatArray:
    """Wilder's average true range over the close."""
    return talib.ATR(bars.high, bars.low, bars.close, window) / bars.close


def volume_to_ma(bars: Bars, window: int) -> FloatArray:
    """``log((1 + volume) / (1 + SMA(volume)))``; the ones allow for sessions without a trade."""
    ratio: FloatArray = np.log1p(bars.volume) - np.log1p(talib.SMA(bars.volume, window))
    return ratio


def day_range(bars: Bars) -> FloatArray:
    """``(high - low) / close``."""
    return (bars.high - bars.low) / bars.close


def day_position(bars: Bars) -> FloatArray:
    """Where the close lies in the day's range, ``(close - low) / (high - low)``; 0.5 without a range."""
    width = bars.high - bars.low
    flat = width <= 0
    return np.where(flat, 0.5, (bars.close - bars.low) / np.where(flat, 1.0, width))


def close_to_high(bars: Bars, window: int) -> FloatArray:
    """``close / highest high of the window - 1``."""
    return bars.close / talib.MAX(bars.high, window) - 1


def close_to_low(bars: Bars, window: int) -> FloatArray:
    """``close / lowest low of the window - 1``."""
    return bars.close / talib.MIN(bars.low, window) - 1


def realised_volatility(bars: Bars, window: int) -> FloatArray:
    """Root mean square of the daily log returns, per session (not annualised)."""
    mean_square = talib.SMA(log_return(bars, 1) ** 2, window)
    volatility: FloatArray = np.sqrt(np.maximum(mean_square, 0))
    return volatility


def log_return(bars: Bars, span: int) -> FloatArray:
    """``log(close / close[span sessions ago])``."""
    returns = np.full(len(bars.close), np.nan)
    returns[span:] = np.log(bars.close[span:] / bars.close[:-span])
    return returns


def lagged_return(bars: Bars, lag: int) -> FloatArray:
    """The daily log return ``lag - 1`` sessions ago: lag 1 is the newest one."""
    return shifted(log_return(bars, 1), lag - 1)


def shifted(values: FloatArray, sessions: int) -> FloatArray:
    """``values`` moved ``sessions`` rows later; the first rows become NaN."""
    moved = np.full(len(values), np.nan)
    moved[sessions:] = values[: max(0, len(values) - sessions)]
    return moved
