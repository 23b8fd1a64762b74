"""From a market frame to one series a ticker, and from a series to features: what every part here shares."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.errors import WrongInput
from vn30.features.indicators import Bars, Indicator, shifted

KEY_COLUMNS = ["symbol", "date"]


class UnorderedMarket(WrongInput):
    """The bars are not one run per ticker with rising dates; the message names the first offender."""


def features_of_each(
    market: pd.DataFrame, features: Mapping[str, Indicator], delay: int, out: NDArray[np.float32]
) -> None:
    """Compute ``features`` on the bars of each ticker alone, ``delay`` bars of the ticker later.

    Args:
        market: a market frame (see :mod:`vn30.prices`), ``n`` rows.
        out: filled with one row a feature and one column a bar. The caller's own, so that no copy is needed
            where several parts make one table: at 1,600 tickers each copy is half a gigabyte.

    Raises:
        UnorderedMarket: a ticker's bars are scattered, repeated or out of order.
    """
    slices = ticker_slices(market)
    bars = to_bars(market)
    for start, stop in slices:
        one = Bars(*(column[start:stop] for column in bars))
        for row, feature in zip(out, features.values(), strict=True):
            row[start:stop] = shifted(feature(one), delay)


def panel_of(market: pd.DataFrame, values: NDArray[np.float32], names: Sequence[str]) -> pd.DataFrame:
    """``symbol`` and ``date`` of ``market`` beside ``values``, one row of them a name; nothing is copied."""
    panel = pd.DataFrame(values.T, columns=list(names), copy=False)
    for place, key in enumerate(KEY_COLUMNS):
        panel.insert(place, key, market[key].to_numpy())
    return panel


def to_bars(rows: pd.DataFrame) -> Bars:
    """The columns as arrays. Without high or low a bar has no range, without volume no trade."""
    close = _column(rows, "close")
    return Bars(
        high=np.where(np.isnan(high := _column(rows, "high")), close, high),
        low=np.where(np.isnan(low := _column(rows, "low")), close, low),
        close=close,
        volume=np.nan_to_num(_column(rows, "volume")),
    )


def _column(rows: pd.DataFrame, name: str) -> NDArray[np.float64]:
    return np.ascontiguousarray(rows[name].to_numpy(dtype=np.float64))


def ticker_slices(market: pd.DataFrame) -> list[tuple[int, int]]:
    """First row and row after the last of each ticker, in the order of the frame.

    Raises:
        UnorderedMarket: a ticker's bars are scattered, repeated or out of order.
    """
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
