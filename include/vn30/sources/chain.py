"""Several sources of the same prices, asked in order until one has an answer."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import pandas as pd

from vn30.sources.base import (
    ANSWERED_BY,
    NOTES,
    PASSED_OVER,
    Adjustment,
    Company,
    Market,
    PriceSource,
    PriceUnit,
    Quota,
    SourceError,
    SourceUnavailable,
)
from vn30.sources.unit import impossible_median
from vn30.universe import INDICES

log = logging.getLogger(__name__)

Content = TypeVar("Content")


class SourceChain:
    """A source that falls through to the next one on failure or emptiness, and tells which one answered.

    Args:
        name: what the chain as a whole is called.
        sources: the first choice first; all of one kind, live and adjusted for splits and dividends.
    """

    market: Market = "real"
    follows_wall_clock = True
    unit: PriceUnit = "VND"
    adjustment: Adjustment = "splits and dividends"
    quota: Quota | None = None

    def __init__(self, name: str, sources: Sequence[PriceSource]) -> None:
        self.name = name
        self._sources = tuple(sources)

    def tickers(self) -> None:
        """None: each source can only be asked for each ticker."""
        return None

    def last_session(self) -> None:
        """None: it goes on as sessions pass."""
        return None

    def indices(self) -> frozenset[str]:
        """What its sources have, taken together."""
        return frozenset[str]().union(*(source.indices() for source in self._sources))

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of the first source that has any in VND; its name is in ``attrs[ANSWERED_BY]``.

        ``attrs[NOTES]`` has the reasons of the sources before it, and its own notes.

        Raises:
            SourceError: none has any, each for good; the message gives the reasons of all.
            SourceUnavailable: none answered, and at least one may do so later; likewise.
        """

        def bars_of(source: PriceSource) -> pd.DataFrame | None:
            if ticker in INDICES and ticker not in source.indices():
                return None
            bars = source.daily_bars(ticker, start, end)
            if bars.empty:
                raise SourceError("no bars")
            if ticker not in INDICES and (median := impossible_median(bars["close"])):
                raise SourceError(f"the median close would be {median:,.1f} VND: another unit?")
            return bars

        answer = self._first(ticker, bars_of)
        if answer is None:
            raise SourceError(f"{ticker}: no source of {self.name} has this index series")
        bars = answer.content
        bars.attrs[ANSWERED_BY] = answer.source
        bars.attrs[PASSED_OVER] = bool(answer.passed_over)
        bars.attrs[NOTES] = [*answer.passed_over, *bars.attrs.get(NOTES, [])]
        return bars

    def company(self, ticker: str) -> Company | None:
        """What the first source that knows the company knows of it; None if none knows any company.

        Raises:
            SourceError: none of those who know companies knows it, each for good.
            SourceUnavailable: none answered, and at least one may do so later.
        """
        answer = self._first(f"company of {ticker}", lambda source: source.company(ticker))
        return answer.content if answer else None

    def members(self) -> frozenset[str] | None:
        """The membership that the first source which can tell has; None if none can tell.

        Raises:
            SourceError: none of those who can tell has one, each for good.
            SourceUnavailable: none answered, and at least one may do so later.
        """
        answer = self._first("members of the VN30", lambda source: source.members())
        return answer.content if answer else None

    def _first(self, what: str, ask: Callable[[PriceSource], Content | None]) -> "_Answer[Content] | None":
        """The first answer, where None says that the question is none for that source."""
        passed_over: list[str] = []
        may_pass = False
        for source in self._sources:
            try:
                content = ask(source)
            except (SourceError, SourceUnavailable) as error:
                may_pass = may_pass or isinstance(error, SourceUnavailable)
                passed_over.append(f"{source.name}: {error}")
                log.warning("%s: nothing from %s", what, passed_over[-1])
            else:
                if content is not None:
                    return _Answer(content, source.name, passed_over)
        if not passed_over:
            return None
        message = f"{what}: no source has data. {'; '.join(passed_over)}"
        raise SourceUnavailable(message) if may_pass else SourceError(message)


@dataclass(frozen=True)
class _Answer(Generic[Content]):
    content: Content
    source: str
    passed_over: list[str]
