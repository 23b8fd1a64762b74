"""A base class for sources that have prices of stocks, and nothing else that a source can have."""

from datetime import date

from vn30.market.calendar import SHIPPED, Calendar
from vn30.sources.base import Adjustment, Market, Quota


class PricesOnly:
    """All of :class:`vn30.sources.base.PriceSource` except ``name`` and ``daily_bars``: none, or not known.

    As it is, the source has no list of its stocks, and its newest session is that of the exchange; a file
    with a fixed end sets ``follows_wall_clock`` and returns its end from ``last_session``.
    """

    market: Market = "real"
    follows_wall_clock = True
    adjustment: Adjustment = "unknown"
    quota: Quota | None = None

    def tickers(self) -> frozenset[str] | None:
        """None: it has no list of tickers."""
        return None

    def indices(self) -> frozenset[str]:
        """Empty: it has no series of an index."""
        return frozenset()

    def last_session(self, calendar: Calendar = SHIPPED) -> date | None:
        """None: it follows the wall clock."""
        return None

    def notes(self) -> list[str]:
        """Empty: it reads all that it is asked for."""
        return []

    def company(self, ticker: str) -> None:
        """None: it has no company data."""
        return None

    def fundamentals(self, ticker: str, day: date) -> None:
        """None: it has no fundamentals."""
        return None

    def actions(self, ticker: str, end: date) -> None:
        """None: it has no list of corporate actions."""
        return None

    def members(self) -> None:
        """None: it has no list of members."""
        return None
