"""Where a ticker stands among the others of its session: features for a model pooled over all tickers.

They depend on which tickers are compared, unlike everything else in the panel. Only ratios within one window
are ranked. A level of adjusted prices, or of turnover made of them, must not be: a later split lowers all
prices before it, so that a low old price tells what was still to come.
"""

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.features.indicators import (
    Indicator,
    close_to_high,
    close_to_low,
    close_to_sma,
    day_position,
    log_return,
    realised_volatility,
    rsi,
    volume_to_ma,
)
from vn30.features.series import features_of_each, panel_of, ticker_slices

RETURN_SPANS = (1, 5, 10, 20, 60, 120, 250)


def ranked_features() -> dict[str, Indicator]:
    """What is ranked, by the name of its rank: windows of one day to one year."""
    made: dict[str, Indicator] = {
        f"rank_return_{span}": partial(log_return, span=span) for span in RETURN_SPANS
    }
    for window in (20, 60):
        made[f"rank_volatility_{window}"] = partial(realised_volatility, window=window)
        made[f"rank_volume_to_ma_{window}"] = partial(volume_to_ma, window=window)
        made[f"rank_close_to_sma_{window}"] = partial(close_to_sma, window=window)
    made["rank_rsi_14"] = partial(rsi, window=14)
    made["rank_close_to_high_250"] = partial(close_to_high, window=250)
    made["rank_close_to_low_60"] = partial(close_to_low, window=60)
    made["rank_day_position"] = day_position
    return made


def cross_section_names() -> list[str]:
    """The columns of :func:`cross_section`, in order."""
    return list(ranked_features())


def cross_section(market: pd.DataFrame, guarded: bool = True) -> pd.DataFrame:
    """Rank every ticker among those that have a bar of the same session.

    The lowest of ``m`` values gets ``0.5 / m - 0.5``, the highest ``0.5 - 0.5 / m``, ties their mean rank:
    few tickers stay near 0, a single one is 0, and so are all where all are alike. Guarded, a row holds the
    ranks of the ticker's bar before it; else those of its own session.

    Args:
        market: a market frame (see :mod:`vn30.prices`), ``n`` rows, of all tickers to compare.

    Returns:
        ``n`` rows in the order of ``market``: ``symbol``, ``date`` and the columns of
        :func:`cross_section_names` as float32 in [-0.5, 0.5], NaN where a window is not yet full. The middle,
        0, is a fair stand-in.

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


def _ranks_of_each_row(grid: NDArray[np.float32]) -> NDArray[np.float64]:
    rank = pd.DataFrame(grid).rank(axis=1).to_numpy()
    compared = np.count_nonzero(~np.isnan(grid), axis=1)
    scaled: NDArray[np.float64] = (rank - 0.5) / np.maximum(compared, 1)[:, None] - 0.5
    return scaled
