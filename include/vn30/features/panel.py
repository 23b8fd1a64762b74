"""The feature panel: one row a bar and one column a feature, for all tickers at once."""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.errors import WrongInput
from vn30.features.config import IndicatorConfig
from vn30.features.indicators import Bars, indicators, shifted

KEY_COLUMNS = ["symbol", "date"]


class UnorderedMarket(WrongInput):
    """The bars are not one run per ticker with rising dates; the message names the first offender."""


def feature_names(config: IndicatorConfig, lookback_window: int) -> list[str]:
    """The panel's feature columns, in order."""
    return list(indicators(config, lookback_window))


def build_panel(market: pd.DataFrame, config: IndicatorConfig, lookback_window: int) -> pd.DataFrame:
    """Compute every feature of every bar.

    With the leakage guard on, row ``t`` of a ticker holds what was known after bar ``t - 1``; with it off,
    what is known after bar ``t``. A bar without high or low counts as one without range, one without
    volume as one without trade.

    Args:
        market: a market frame (see :mod:`vn30.prices`), ``n`` rows.
        lookback_window: sessions the lagged returns reach back.

    Returns:
        ``n`` rows in the order of ``market``: ``symbol``, ``date`` and the columns of
        :func:`feature_names` as float32, NaN where a window is not yet full.

    Raises:
        UnorderedMarket: a ticker's bars are scattered, repeated or out of order.
    """
    columns = indicators(config, lookback_window)
    delay = 1 if config.leakage_guard else 0
    close = _column(market, "close")
    bars = Bars(
        high=np.where(np.isnan(high := _column(market, "high")), close, high),
        low=np.where(np.isnan(low := _column(market, "low")), close, low),
        close=close,
        volume=np.nan_to_num(_column(market, "volume")),
    )
    values = np.full((len(market), len(columns)), np.nan, dtype=np.float32)
    for start, stop in _ticker_slices(market):
        one = Bars(*(column[start:stop] for column in bars))
        for number, indicator in enumerate(columns.values()):
            values[start:stop, number] = shifted(indicator(one), delay)
    keys = market[KEY_COLUMNS].reset_index(drop=True)
    return pd.concat([keys, pd.DataFrame(values, columns=list(columns))], axis=1)


def _column(market: pd.DataFrame, name: str) -> NDArray[np.float64]:
    return np.ascontiguousarray(market[name].to_numpy(dtype=np.float64))


def _ticker_slices(market: pd.DataFrame) -> list[tuple[int, int]]:
    symbols = market["symbol"].to_numpy()
    dates = market["date"].to_numpy()
    changes = np.flatnonzero(symbols[1:] != symbols[:-1]) + 1
    edges = [0, *changes.tolist(), len(market)] if len(market) else []
    slices = list(pairwise(edges))
    if len(slices) > len(set(symbols[edges[:-1]])):
        raise UnorderedMarket("The bars of a ticker are scattered over the market frame: sort it by symbol.")
    for start, stop in slices:
        falls = np.flatnonzero(dates[start + 1 : stop] <= dates[start : stop - 1])
        if falls.size:
            raise UnorderedMarket(
                f"{symbols[start]}: the bar after {pd.Timestamp(dates[start + falls[0]]).date()} is not of a "
                "later session. Sort the market frame by symbol and date, without repeated dates."
            )
    return slices
