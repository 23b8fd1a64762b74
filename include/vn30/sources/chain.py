"""A chain of sources of the same prices: each request goes to the next source until one succeeds."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

import pandas as pd

from vn30.market.calendar import SHIPPED, Calendar, sessions_between
from vn30.market.fundamentals import Fundamentals
from vn30.market.universe import INDICES
from vn30.sources.base import (
    FALLBACK_USED,
    NOTES,
    SOURCE,
    Adjustment,
    Company,
    ListedActions,
    Market,
    PriceSource,
    Quota,
    SourceError,
    SourceUnavailable,
)
from vn30.sources.contract import as_bars
from vn30.sources.units import describe_close, impossible_median

log = logging.getLogger(__name__)

MAX_MISSING_SHARE, MIN_MISSING = 0.1, 20
"""An answer covers much less than was asked if it lacks more than this share of the sessions, and more than
this number of them."""

Content = TypeVar("Content")


class SourceChain:
    """A source that falls back to the next of its sources on an error or an empty answer.

    Args:
        name: name of the chain as a whole.
        sources: in order of priority; all are live and adjusted for splits and dividends.
    """

    market: Market = "real"
    follows_wall_clock = True
    adjustment: Adjustment = "splits and dividends"
    quota: Quota | None = None

    def __init__(self, name: str, sources: Sequence[PriceSource]) -> None:
        self.name = name
        self._sources = tuple(sources)

    def tickers(self) -> None:
        """None: its sources have no list of tickers."""
        return None

    def last_session(self, calendar: Calendar = SHIPPED) -> None:
        """None: it follows the wall clock."""
        return None

    def indices(self) -> frozenset[str]:
        """The index series of all its sources together."""
        return frozenset[str]().union(*(source.indices() for source in self._sources))

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of the first source that has plausible ones; its name is in ``attrs[SOURCE]``.

        If they cover much less than the period, the next sources are asked as well, until one of them has no
        more either: a vendor's history may be short, and a stock may be listed later. The longest answer
        counts. ``attrs[NOTES]`` holds the errors of the sources before it, then its own notes.

        Raises:
            SourceError: no source has any, and a retry will not help; the message lists the errors of all.
            SourceUnavailable: no source served them, and at least one may do so later; likewise.
        """

        def bars_of(source: PriceSource) -> pd.DataFrame | None:
            if ticker in INDICES and ticker not in source.indices():
                return None
            bars = as_bars(source.daily_bars(ticker, start, end), source.name)
            if not _sessions(bars, start, end):
                raise SourceError("no bars")
            if median := impossible_median(bars["close"], ticker):
                raise SourceError(
                    f"the median close would be {describe_close(median, ticker)}: wrong price unit?"
                )
            return bars

        answer = self._first(ticker, bars_of)
        if answer is None:
            raise SourceError(f"{ticker}: no source of {self.name} has this index series")
        requested = len(sessions_between(start, end))
        covered = _sessions(answer.content, start, end)
        notes: list[str] = []
        is_confirmed = not answer.failures
        while answer.rest and requested - covered > max(MIN_MISSING, MAX_MISSING_SHARE * requested):
            other = self._first(ticker, bars_of, answer.rest, must_answer=False)
            if other is None:
                is_confirmed = False
                break
            more = _sessions(other.content, start, end)
            if more - covered <= MIN_MISSING:
                break
            notes.append(f"{answer.source} has {covered} of {requested} sessions, {other.source} {more}")
            answer, covered = replace(other, failures=[*answer.failures, *other.failures]), more
        bars = answer.content
        bars.attrs[SOURCE] = answer.source
        bars.attrs[FALLBACK_USED] = not is_confirmed
        bars.attrs[NOTES] = [*answer.failures, *notes, *bars.attrs.get(NOTES, [])]
        return bars

    def notes(self) -> list[str]:
        """Empty: it reads all that it is asked for."""
        return []

    def company(self, ticker: str) -> Company | None:
        """Company data from the first source that has them; None if no source has company data at all.

        Raises:
            SourceError: no source has the company, and a retry will not help.
            SourceUnavailable: no source served it, and at least one may do so later.
        """
        answer = self._first(f"company of {ticker}", lambda source: source.company(ticker))
        return answer.content if answer else None

    def fundamentals(self, ticker: str, day: date) -> Fundamentals | None:
        """Fundamentals from the first source that has them; None if no source has any.

        Raises:
            SourceError: no source has the company, and a retry will not help.
            SourceUnavailable: no source served it, and at least one may do so later.
        """
        answer = self._first(f"fundamentals of {ticker}", lambda source: source.fundamentals(ticker, day))
        return answer.content if answer else None

    def actions(self, ticker: str, end: date) -> ListedActions | None:
        """Corporate actions from the first source that lists them; None if no source lists any.

        Raises:
            SourceError: no source serves the request, and a retry will not help.
            SourceUnavailable: no source served it, and at least one may do so later.
        """
        answer = self._first(f"corporate actions of {ticker}", lambda source: source.actions(ticker, end))
        return answer.content if answer else None

    def members(self) -> frozenset[str] | None:
        """The VN30 members from the first source that has them; None if no source has such a list.

        Raises:
            SourceError: no source has a valid list, and a retry will not help.
            SourceUnavailable: no source served it, and at least one may do so later.
        """
        answer = self._first("members of the VN30", lambda source: source.members())
        return answer.content if answer else None

    def _first(
        self,
        what: str,
        ask: Callable[[PriceSource], Content | None],
        sources: Sequence[PriceSource] | None = None,
        must_answer: bool = True,
    ) -> "_Answer[Content] | None":
        """The first answer; ``ask`` returns None for a source that does not serve such requests.

        Args:
            sources: those to ask, in order; None: all.
            must_answer: whether it is an error if all of them fail; if not, the result is None.
        """
        failures: list[str] = []
        is_retryable = False
        chain = self._sources if sources is None else tuple(sources)
        for place, source in enumerate(chain, start=1):
            try:
                content = ask(source)
            except SourceError as error:
                failures.append(f"{source.name}: {error}")
            except SourceUnavailable as error:
                is_retryable = True
                failures.append(f"{source.name}: {error}")
            except Exception as error:
                # An answer of a shape that its adapter does not know must not keep the others from answering.
                is_retryable = True
                log.exception("%s: the answer of %s cannot be read", what, source.name)
                failures.append(f"{source.name}: its answer cannot be read ({error!r})")
            else:
                if content is not None:
                    return _Answer(content, source.name, failures, chain[place:])
                continue
            log.warning("%s: no data from %s", what, failures[-1])
        if not failures or not must_answer:
            return None
        message = f"{what}: no source has data. {'; '.join(failures)}"
        raise SourceUnavailable(message) if is_retryable else SourceError(message)


def _sessions(bars: pd.DataFrame, start: date, end: date) -> int:
    """The number of days from ``start`` to ``end`` with a bar."""
    inside = bars["date"].between(pd.Timestamp(start), pd.Timestamp(end))
    return int(bars["date"][inside].nunique())


@dataclass(frozen=True)
class _Answer(Generic[Content]):
    """``rest`` are the sources after the one that answered."""

    content: Content
    source: str
    failures: list[str]
    rest: tuple[PriceSource, ...]
