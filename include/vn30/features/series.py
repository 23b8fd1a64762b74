"""Splits a market frame into one series per ticker, and computes features of each series."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from vn30.errors import WrongInput
from vn30.features.bars import MINUTE_STATISTICS, Bars, Feature, shifted
from vn30.typing import Float32Array, FloatArray

KEY_COLUMNS = ["symbol", "date"]


class UnorderedMarket(WrongInput):
    """The bars are not contiguous per ticker with ascending dates; the message names the first violation."""


def features_of_each(
    market: pd.DataFrame, features: Mapping[str, Feature], delay: int, out: Float32Array
) -> None:
    """Compute ``features`` separately for each ticker, shifted by ``delay`` of its bars.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`), ``n`` rows.
        delay: the number of bars between a feature's newest input and its row.
        out: filled in place, shape (features, n). The caller passes a part of its own array, since a copy is
            half a gigabyte at 1,600 tickers.

    Raises:
        UnorderedMarket: a ticker's bars are scattered, repeated or out of order.
    """
    slices = ticker_slices(market)
    bars = to_bars(market)
    for start, stop in slices:
        ticker_bars = bars.part(start, stop)
        for row, feature in zip(out, features.values(), strict=True):
            row[start:stop] = shifted(feature(ticker_bars), delay)


def panel_of(market: pd.DataFrame, values: Float32Array, names: Sequence[str]) -> pd.DataFrame:
    """A frame of ``symbol``, ``date`` and the rows of ``values``, shape (names, n), without a copy."""
    panel = pd.DataFrame(values.T, columns=list(names), copy=False)
    for place, key in enumerate(KEY_COLUMNS):
        panel.insert(place, key, market[key].to_numpy())
    return panel


def to_bars(rows: pd.DataFrame) -> Bars:
    """The columns as arrays. A missing high or low is replaced by the close, a missing volume by 0."""
    close = _column(rows, "close")
    return Bars(
        high=np.where(np.isnan(high := _column(rows, "high")), close, high),
        low=np.where(np.isnan(low := _column(rows, "low")), close, low),
        close=close,
        volume=np.nan_to_num(_column(rows, "volume")),
        minutes={name: _column(rows, name) for name in MINUTE_STATISTICS if name in rows},
        open=_column(rows, "open"),
        session=rows["date"].to_numpy(dtype="datetime64[D]").astype(np.int64),
    )


def _column(rows: pd.DataFrame, name: str) -> FloatArray:
    return np.ascontiguousarray(rows[name].to_numpy(dtype=np.float64))


def ticker_slices(market: pd.DataFrame) -> list[tuple[int, int]]:
    """The first row and the row after the last of each ticker, in the order of the frame.

    Raises:
        UnorderedMarket: a ticker's bars are scattered, repeated or out of order.
    """
    symbols = market["symbol"].to_numpy()
    dates = market["date"].to_numpy()
    changes = np.flatnonzero(symbols[1:] != symbols[:-1]) + 1
    edges = [0, *changes.tolist(), len(market)] if len(market) else []
    slices = list(pairwise(edges))
    if len(slices) > len(set(symbols[edges[:-1]])):
        raise UnorderedMarket("The bars of a ticker are scattered over the market frame. Sort it by symbol.")
    for start, stop in slices:
        unordered = np.flatnonzero(dates[start + 1 : stop] <= dates[start : stop - 1])
        if unordered.size:
            raise UnorderedMarket(
                f"{symbols[start]}: the bar after {pd.Timestamp(dates[start + unordered[0]]).date()} is not "
                "of a later session. Sort the market frame by symbol and date, without repeated dates."
            )
    return slices
