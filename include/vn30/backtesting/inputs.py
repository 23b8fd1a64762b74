"""What decisions are computed from: bars, indices and membership up to a session, and stored signals."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vn30.backtesting.regimes import regimes_of
from vn30.backtesting.signals.base import Signals
from vn30.typing import BoolArray, FloatArray

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class DecisionInputs:
    """Sessions in rows, tickers in columns; the history before the simulation is part of it.

    Attributes:
        sessions: ``datetime64[D]``, oldest first, shape (sessions,).
        tickers: alphabetical.
        bars: a market frame (see :mod:`vn30.market.bars`) of the tickers, adjusted prices.
        indices: a market frame of VNINDEX and VN30.
        members: which tickers may be bought after each session, shape (sessions, tickers): those that were in
            the VN30 then, or all that the simulation names.
        stored: forecasts or labels that were stored; None for a formula.
        read: versions of bars and indices, for the name of the run.
        known_regimes: see :attr:`regimes`; None: they are computed when they are first needed.
    """

    sessions: NDArray[np.datetime64]
    tickers: tuple[str, ...]
    bars: "pd.DataFrame"
    indices: "pd.DataFrame"
    members: BoolArray
    stored: Signals | None = None
    read: tuple[str, ...] = ()
    known_regimes: "pd.DataFrame | None" = None

    def up_to(self, session: date) -> "DecisionInputs":
        """The same inputs as they were after the close of ``session``."""
        from vn30.features.truncation import up_to

        rows = self.sessions <= np.datetime64(session)
        stored = self.stored and replace(self.stored, values=self.stored.values[rows])
        return replace(
            self,
            sessions=self.sessions[rows],
            bars=up_to(self.bars, session),
            indices=up_to(self.indices, session),
            members=self.members[rows],
            stored=stored,
            known_regimes=None,
        )

    @cached_property
    def regimes(self) -> "pd.DataFrame":
        """The regimes of the market, one row a session: :func:`vn30.backtesting.regimes.regimes_of`."""
        if self.known_regimes is not None:
            return self.known_regimes
        return regimes_of(self.indices, self.sessions)

    @cached_property
    def places(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Row and column of each bar in an array of shape (sessions, tickers)."""
        days = self.bars["date"].to_numpy().astype("datetime64[D]")
        rows = np.searchsorted(self.sessions, days)
        columns = np.searchsorted(np.array(self.tickers), self.bars["symbol"].to_numpy().astype(str))
        return rows, columns

    def grid(self, values: FloatArray) -> FloatArray:
        """One value a bar as an array of shape (sessions, tickers); NaN without a bar."""
        grid = np.full((len(self.sessions), len(self.tickers)), np.nan)
        grid[self.places] = values
        return grid

    @cached_property
    def close(self) -> FloatArray:
        """Adjusted closes, shape (sessions, tickers); NaN without a bar."""
        return self.grid(self.bars["close"].to_numpy(dtype=np.float64))
