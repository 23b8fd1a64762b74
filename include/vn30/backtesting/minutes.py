"""The minutes of a market as arrays, where they are complete and agree with the daily bars."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vn30.typing import BoolArray, IntArray

NOON = 12 * 60
"""Minutes from midnight, at lunch: what arrives after the morning can be traded in later minutes."""


@dataclass(frozen=True)
class TradedMinutes:
    """One row a minute with trades, by session, ticker and minute; prices are raw, VND, on price steps.

    The trades of each auction are one row, named by the last minute of the auction. Of a source that has the
    opening auction in the minute after it, this minute is the first row.

    Attributes:
        starts: the rows of a session and ticker begin at ``starts[session * tickers + ticker]``, and end
            before the next start, shape (sessions * tickers + 1,).
        tickers: their number.
        minute: from midnight in Vietnam, shape (rows,), as all others.
        open, high, low, close: float32, which is exact below 16 million VND.
        volume: shares.
        after_opening: of each session, the first minute after the opening auction, shape (sessions,).
        closing: of each session, the minute that names the closing auction, shape (sessions,).
        refused: sessions of tickers whose minutes contradict the daily bar, and have no rows.
    """

    starts: IntArray
    tickers: int
    minute: NDArray[np.int16]
    open: NDArray[np.float32]
    high: NDArray[np.float32]
    low: NDArray[np.float32]
    close: NDArray[np.float32]
    volume: IntArray
    after_opening: IntArray
    closing: IntArray
    refused: int = 0

    def rows(self, session: int, ticker: int) -> slice:
        """The rows of a ticker in a session; empty where it has no minutes."""
        place = session * self.tickers + ticker
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    @cached_property
    def exist(self) -> BoolArray:
        """Whether a ticker has minutes in a session, shape (sessions, tickers)."""
        found: BoolArray = np.diff(self.starts).reshape(-1, self.tickers) > 0
        return found
