"""What every source of prices offers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

import pandas as pd

from vn30.errors import WrongInput

Market = Literal["simulated", "real"]
PriceUnit = Literal["VND", "kVND"]
VND_PER_UNIT: dict[PriceUnit, float] = {"VND": 1.0, "kVND": 1000.0}
Adjustment = Literal["splits and dividends", "unknown"]

ANSWERED_BY = "answered_by"
"""Key in the ``attrs`` of a frame of bars: the name of the source that gave them."""


PASSED_OVER = "passed_over"
"""Key in the ``attrs`` of a frame of bars: whether a source that comes first was asked in vain."""

NOTES = "notes"
"""Key in the ``attrs`` of a frame of bars: what went wrong on the way to them and was overcome, as a list of
texts for a report. Absent or empty when all went well."""


class SourceError(WrongInput):
    """A source cannot answer; the message says why and what to do, in words for the user."""


class SourceUnavailable(Exception):
    """A source cannot answer now: asking again later may help.

    ``retry_after`` is how many seconds the source wants to be left alone, if it said so.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Quota:
    """At most ``calls`` in any ``seconds``, by all processes that use the same ``account``."""

    account: str
    calls: int
    seconds: float = 60.0


@dataclass(frozen=True)
class Company:
    """What a source knows of the company behind a ticker, in the source's own language; None is unknown.

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


class PriceSource(Protocol):
    """A source of daily bars: stocks in VND, adjusted for splits and dividends, and indices in points."""

    name: str
    market: Market
    follows_wall_clock: bool
    """Whether its newest session is the exchange's newest one, or the last in a file."""
    unit: PriceUnit
    """The unit it speaks itself; the bars it gives here are VND."""
    adjustment: Adjustment
    """What its prices are adjusted for, back into the past."""
    quota: Quota | None
    """How often it may be called, or None for one without a limit."""

    def tickers(self) -> frozenset[str] | None:
        """The stocks it has, or None if it cannot tell without asking for each."""
        ...

    def indices(self) -> frozenset[str]:
        """The series of :data:`vn30.universe.INDICES` that it has."""
        ...

    def last_session(self) -> date | None:
        """The newest session it has, or None if it follows the wall clock."""
        ...

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of ``ticker`` from ``start`` to ``end``, both included, as served: not yet validated.

        Columns are those of :data:`vn30.prices.BAR_COLUMNS` with prices in VND, those of an index in points;
        a value that cannot be read is NaN (NaT for a date). Rows keep the order and the duplicates of the
        source. A source that read text keeps the original text of each row in a ``raw`` column (a dict), for
        the quarantine. A source that passes the question on names who answered in ``attrs[ANSWERED_BY]``;
        faults that were overcome are in ``attrs[NOTES]``.

        Raises:
            SourceError: it has no data for the ticker, or cannot be read.
            SourceUnavailable: it cannot answer now.
        """
        ...

    def company(self, ticker: str) -> Company | None:
        """What it knows of the company, or None if it knows nothing of any company.

        Raises:
            SourceError: it has no such company, or refuses for good.
            SourceUnavailable: it cannot answer now.
        """
        ...

    def members(self) -> frozenset[str] | None:
        """The members of the VN30 as of now, or None if it cannot tell.

        Raises:
            SourceError: its answer is no membership of the VN30, or it refuses for good.
            SourceUnavailable: it cannot answer now.
        """
        ...
