"""What every source of prices offers."""

from datetime import date
from typing import Literal, Protocol

import pandas as pd

from vn30.errors import WrongInput

Market = Literal["simulated", "real"]


class SourceError(WrongInput):
    """A source cannot answer; the message says why and what to do, in words for the user."""


class PriceSource(Protocol):
    """A source of daily bars, in VND, back-adjusted for splits and dividends."""

    name: str
    market: Market
    follows_wall_clock: bool
    """Whether its newest session is the exchange's newest one, or the last in a file."""

    def tickers(self) -> frozenset[str] | None:
        """The tickers it has, or None if it cannot tell without asking for each."""
        ...

    def last_session(self) -> date | None:
        """The newest session it has, or None if it follows the wall clock."""
        ...

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of ``ticker`` from ``start`` to ``end``, both included, as served: not yet validated.

        Columns are those of :data:`vn30.prices.BAR_COLUMNS` with prices in VND; a value that cannot be read
        is NaN (NaT for a date). Rows keep the order and the duplicates of the source. A source that read
        text keeps the original text of each row in a ``raw`` column (a dict), for the quarantine.

        Raises:
            SourceError: it has no data for the ticker, or cannot be read.
        """
        ...
