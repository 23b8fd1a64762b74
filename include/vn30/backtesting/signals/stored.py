"""Puts stored rows, one a stock and session, into an array of signals."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from vn30.backtesting.signals.base import SignalKind
from vn30.typing import FloatArray

Measure = Literal["return", "rank", "probability"]
KINDS: dict[Measure, SignalKind] = {"return": "regressor", "rank": "rank", "probability": "classifier"}
FORECAST_COLUMNS = {
    "symbol": "object",
    "date": "datetime64[ns]",
    "predicted_return": "float64",
    "vn30_rank": "float64",
    "vn30_ranked": "float64",
    "chance": "float64",
}


@dataclass(frozen=True)
class Wanted:
    """Which sessions and tickers signals are read of.

    Attributes:
        sessions: ``datetime64[D]``, oldest first, at least one.
        tickers: alphabetical.
        known_at: an aware time: what was stored later is not read. None: everything is.
    """

    sessions: NDArray[np.datetime64]
    tickers: tuple[str, ...]
    known_at: datetime | None = None

    @property
    def first(self) -> date:
        """The first session."""
        day: date = self.sessions[0].item()
        return day

    @property
    def last(self) -> date:
        """The last session."""
        day: date = self.sessions[-1].item()
        return day

    def grid(self, rows: pd.DataFrame, values: FloatArray) -> FloatArray:
        """One value a row of ``symbol`` and ``date`` as shape (sessions, tickers); NaN is unknown."""
        grid = np.full((len(self.sessions), len(self.tickers)), np.nan)
        row = pd.DatetimeIndex(self.sessions).get_indexer(pd.DatetimeIndex(rows["date"]))
        column = pd.Index(self.tickers).get_indexer(pd.Index(rows["symbol"]))
        known = (row >= 0) & (column >= 0)
        grid[row[known], column[known]] = values[known]
        return grid


def measured(rows: pd.DataFrame, measure: Measure) -> FloatArray:
    """The values of forecasts by a measure, shape (rows,).

    Args:
        rows: with the columns of :data:`FORECAST_COLUMNS`. The place 1 of ``vn30_ranked`` stocks is the best.
    """
    if measure == "return":
        return rows["predicted_return"].to_numpy(dtype=np.float64)
    if measure == "probability":
        return rows["chance"].to_numpy(dtype=np.float64)
    place, ranked = (rows[name].to_numpy(dtype=np.float64) for name in ("vn30_rank", "vn30_ranked"))
    ranks: FloatArray = 0.5 - (place - 0.5) / ranked
    return ranks


def digest(values: FloatArray, names: Sequence[str] = ()) -> str:
    """SHA-256 of an array and of names, in hexadecimal digits."""
    content = hashlib.sha256("\n".join(names).encode())
    content.update(np.ascontiguousarray(values).tobytes())
    return content.hexdigest()
