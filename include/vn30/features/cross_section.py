"""Ranks of the tickers within each session: features of the pooled model.

Unlike all other columns of the panel, ranks depend on the set of tickers. Only ratios within one window are
ranked. Levels of adjusted prices, or of turnover computed from them, must not be ranked: a later split lowers
all earlier prices, so that a low price level would leak a later split.
"""

from functools import partial

import numpy as np
import pandas as pd
import talib
from numpy.typing import NDArray

from vn30.features.bars import Bars, Feature
from vn30.features.description import described
from vn30.features.indicators.rsi import rsi
from vn30.features.indicators.sma import close_to_sma
from vn30.features.indicators.volume_ma import volume_to_ma
from vn30.features.returns import log_return, realised_volatility
from vn30.features.series import features_of_each, panel_of, ticker_slices
from vn30.typing import FloatArray

RETURN_SPANS = (1, 5, 10, 20, 60, 120, 250)


def ranked_features() -> dict[str, Feature]:
    """The ranked features by the name of their rank, with windows from one day to one year."""
    ranked: dict[str, Feature] = {
        f"rank_return_{span}": partial(log_return, span=span) for span in RETURN_SPANS
    }
    for window in (20, 60):
        ranked[f"rank_volatility_{window}"] = partial(realised_volatility, window=window)
        ranked[f"rank_volume_to_ma_{window}"] = partial(volume_to_ma, window=window)
        ranked[f"rank_close_to_sma_{window}"] = partial(close_to_sma, window=window)
    ranked["rank_rsi_14"] = partial(rsi, window=14)
    ranked["rank_close_to_high_250"] = partial(close_to_high, window=250)
    ranked["rank_close_to_low_60"] = partial(close_to_low, window=60)
    ranked["rank_day_position"] = day_position
    return ranked


def cross_section_names() -> list[str]:
    """The columns of :func:`cross_section`, in order."""
    return list(ranked_features())


def cross_section(market: pd.DataFrame, guarded: bool = True) -> pd.DataFrame:
    """Rank every ticker among the tickers with a bar of the same session.

    The lowest of ``m`` values has the rank ``0.5 / m - 0.5``, the highest ``0.5 - 0.5 / m``, and ties have
    their mean rank. With few tickers ranks are therefore close to 0; a single ticker has the rank 0, and so
    have equal values.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`), ``n`` rows, of all tickers to compare.
        guarded: True: a row contains the ranks of the ticker's previous bar; False: the ranks of its own bar.

    Returns:
        ``n`` rows in the order of ``market``: ``symbol``, ``date`` and the columns of
        :func:`cross_section_names` as float32 in [-0.5, 0.5], NaN before the first full window. The mean
        rank, 0, is a neutral replacement for NaN.

    Raises:
        UnorderedMarket: a ticker's bars are scattered, repeated or out of order.
    """
    features = ranked_features()
    ranks = np.empty((len(features), len(market)), dtype=np.float32)
    features_of_each(market, features, delay=0, out=ranks)
    slices = ticker_slices(market)
    ticker = np.repeat(np.arange(len(slices)), [stop - start for start, stop in slices])
    sessions, session = np.unique(market["date"].to_numpy(), return_inverse=True)
    grid = np.full((len(sessions), len(slices)), np.nan, dtype=np.float32)
    for row in ranks:
        grid[session, ticker] = row
        row[:] = _ranks_of_each_row(grid)[session, ticker]
        if guarded:
            row[1:] = row[:-1]
            row[[start for start, _ in slices]] = np.nan
    return panel_of(market, ranks, list(features))


@described("Price", "price", "share of the range")
def day_position(bars: Bars) -> FloatArray:
    """The position of the close in the day's range, ``(close - low) / (high - low)``; 0.5 without a range."""
    width = bars.high - bars.low
    # Adjusted prices are rounded: a range within rounding is none.
    flat = width <= 1e-6 * bars.close
    return np.where(flat, 0.5, (bars.close - bars.low) / np.where(flat, 1.0, width))


@described("Price", "price", "share")
def close_to_high(bars: Bars, window: int) -> FloatArray:
    """``close / highest high of the window - 1``."""
    return bars.close / talib.MAX(bars.high, window) - 1


@described("Price", "price", "share")
def close_to_low(bars: Bars, window: int) -> FloatArray:
    """``close / lowest low of the window - 1``."""
    return bars.close / talib.MIN(bars.low, window) - 1


def _ranks_of_each_row(grid: NDArray[np.float32]) -> NDArray[np.float64]:
    rank = pd.DataFrame(grid).rank(axis=1).to_numpy()
    compared = np.count_nonzero(~np.isnan(grid), axis=1)
    scaled: FloatArray = (rank - 0.5) / np.maximum(compared, 1)[:, None] - 0.5
    return scaled
