"""The interface of price sources, its data types and its errors."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

import pandas as pd

from vn30.errors import WrongInput
from vn30.market.calendar import SHIPPED, Calendar
from vn30.market.corporate_actions import CorporateAction
from vn30.market.fundamentals import Fundamentals

Market = Literal["simulated", "real"]
PriceUnit = Literal["VND", "kVND"]
VND_PER_UNIT: dict[PriceUnit, float] = {"VND": 1.0, "kVND": 1000.0}
Adjustment = Literal["splits and dividends", "unknown"]

SOURCE = "source"
"""Key in the ``attrs`` of a frame of bars: the name of the source that served them."""

FALLBACK_USED = "fallback_used"
"""Key in the ``attrs`` of a frame of bars: whether a source of higher priority failed."""

NOTES = "notes"
"""Key in the ``attrs`` of a frame of bars: the errors that a retry or a fallback overcame, as a list of texts
for the report. Absent or empty without such errors."""

Raw = dict[str, str | float | None]
"""The original values of a row, by column."""

SHOW_ROW = "show_row"
"""Key in the ``attrs`` of a frame of bars from a file: a function of a row's :data:`Raw` values and of a
column, or None, that returns the row's place in the file, and its line with a mark under the cell."""


class SourceError(WrongInput):
    """A source cannot serve the request, and a retry will not help; the message names cause and remedy."""


class SourceUnavailable(Exception):
    """A source cannot serve the request now; a later retry may succeed.

    Attributes:
        retry_after: seconds that the source asks clients to wait, or None if it does not say.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Quota:
    """At most ``calls`` within any ``seconds``, over all processes that share ``account``."""

    account: str
    calls: int
    seconds: float = 60.0


@dataclass(frozen=True)
class Company:
    """Company data of a ticker in the language of the source; None is unknown.

    ``sector`` and ``description`` are plain text, URLs are http or https, ``exchange`` is HOSE, HNX or UPCOM.
    """

    ticker: str
    name: str | None = None
    sector: str | None = None
    exchange: str | None = None
    description: str | None = None
    logo_url: str | None = None
    website: str | None = None
    report_url: str | None = None
    shares_outstanding: int | None = None


@dataclass(frozen=True)
class ListedActions:
    """What a source lists of the corporate actions of a stock.

    Attributes:
        left_out: sentences on events whose terms are incomplete or impossible, each with its day. No action
            of such a day is listed: without the others, its factor would be wrong.
    """

    actions: tuple[CorporateAction, ...]
    left_out: tuple[str, ...] = ()


class PriceSource(Protocol):
    """A source of daily bars: stocks in VND, adjusted for splits and dividends, and indices in points."""

    name: str
    market: Market
    follows_wall_clock: bool
    """Whether its newest session is the newest of the exchange; False for a file with a fixed end."""
    adjustment: Adjustment
    """The events for which its earlier prices are adjusted."""
    quota: Quota | None
    """Its limit of calls, or None for a source without one."""

    def tickers(self) -> frozenset[str] | None:
        """The tickers of its stocks, or None if it has no list of them."""
        ...

    def indices(self) -> frozenset[str]:
        """Its index series, a subset of :data:`vn30.market.universe.INDICES`."""
        ...

    def last_session(self, calendar: Calendar = SHIPPED) -> date | None:
        """The newest session that most of its series have, or None if it follows the wall clock."""
        ...

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of ``ticker`` from ``start`` to ``end``, both included, before validation.

        Columns are those of :data:`vn30.market.bars.BAR_COLUMNS`: prices in VND, those of an index in points;
        an unreadable value is NaN (NaT for a date). Rows keep the order and the duplicates of the source. A
        source that reads text adds a ``raw`` column with the original text of each row (:data:`Raw`), for the
        quarantine, and may add a ``fault`` column: why the whole row cannot be read, or None. A chain of
        sources stores the name of the serving one in ``attrs[SOURCE]``; errors that a retry or a fallback
        overcame are in ``attrs[NOTES]``.

        Raises:
            SourceError: it has no data for the ticker, or cannot be read.
            SourceUnavailable: it cannot serve the request now.
        """
        ...

    def notes(self) -> list[str]:
        """Sentences for the report of a crawl about data of the source that are not read."""
        ...

    def company(self, ticker: str) -> Company | None:
        """Company data of ``ticker``, or None if the source has no company data at all.

        Raises:
            SourceError: it lacks this company, or rejects the request.
            SourceUnavailable: it cannot serve the request now.
        """
        ...

    def fundamentals(self, ticker: str, day: date) -> Fundamentals | None:
        """Fundamentals of ``ticker`` after the session ``day``, or None if the source has none at all.

        A live source gives those of the moment, which ``day`` cannot precede.

        Raises:
            SourceError: it lacks this company, or rejects the request.
            SourceUnavailable: it cannot serve the request now, or its answer cannot be read.
        """
        ...

    def actions(self, ticker: str, end: date) -> ListedActions | None:
        """Corporate actions of ``ticker`` with an ex-date up to ``end``, or None if it has no such list.

        Raises:
            SourceError: it rejects the request.
            SourceUnavailable: it cannot serve the request now, or its list cannot be read.
        """
        ...

    def members(self) -> frozenset[str] | None:
        """The current members of the VN30, or None if the source has no list of them.

        Raises:
            SourceError: its list does not have 30 tickers, or it rejects the request.
            SourceUnavailable: it cannot serve the request now.
        """
        ...
