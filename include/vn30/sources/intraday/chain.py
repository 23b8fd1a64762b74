"""A chain of sources of the same minutes: each request goes to the next source until one succeeds."""

import logging
from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from vn30.market.calendar import HOSE_ZONE, sessions_between
from vn30.sources.base import NOTES, SOURCE, Market, Quota, SourceError, SourceUnavailable
from vn30.sources.intraday.base import MinuteSource, as_minutes
from vn30.sources.units import describe_close, impossible_median

log = logging.getLogger(__name__)


class MinuteChain:
    """A source that falls back to the next of its sources on an error, or an answer without some session.

    Args:
        name: name of the chain as a whole.
        sources: in order of priority; all are live.
    """

    market: Market = "real"
    quota: Quota | None = None

    def __init__(self, name: str, sources: Sequence[MinuteSource]) -> None:
        self.name = name
        self._sources = tuple(sources)

    def minutes(self, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
        """Bars of the first source that has each session of the period, or of the one with the most.

        Its name is in ``attrs[SOURCE]``, the errors of the sources before it, and its own notes, in
        ``attrs[NOTES]``.

        Raises:
            SourceError: no source has any, and a retry will not help; the message lists the errors of all.
            SourceUnavailable: no source served them, and at least one may do so later; likewise.
        """
        wanted = len(sessions_between(start.astimezone(HOSE_ZONE).date(), end.astimezone(HOSE_ZONE).date()))
        failures: list[str] = []
        is_retryable = False
        best: tuple[int, pd.DataFrame, str] | None = None
        for source in self._sources:
            try:
                bars = _usable(source, ticker, start, end)
            except SourceError as error:
                failures.append(f"{source.name}: {error}")
            except SourceUnavailable as error:
                is_retryable = True
                failures.append(f"{source.name}: {error}")
            except Exception as error:
                # An answer of a shape that its adapter does not know must not keep the others from answering.
                is_retryable = True
                log.exception("%s: the minutes of %s cannot be read", ticker, source.name)
                failures.append(f"{source.name}: its answer cannot be read ({error!r})")
            else:
                sessions = bars["time"].dt.date[bars["time"].between(start, end)].nunique()
                if best is None or sessions > best[0]:
                    best = sessions, bars, source.name
                if sessions >= wanted:
                    break
                failures.append(f"{source.name} has {sessions} of {wanted} sessions")
                continue
            log.warning("%s: no minutes from %s", ticker, failures[-1])
        if best is None:
            message = f"minutes of {ticker}: no source has data. {'; '.join(failures)}"
            raise SourceUnavailable(message) if is_retryable else SourceError(message)
        _, bars, name = best
        bars.attrs[SOURCE] = name
        bars.attrs[NOTES] = [*failures, *bars.attrs.get(NOTES, [])]
        return bars


def _usable(source: MinuteSource, ticker: str, start: datetime, end: datetime) -> pd.DataFrame:
    bars = as_minutes(source.minutes(ticker, start, end), source.name)
    if not bars["time"].between(start, end).any():
        raise SourceError("no bars")
    if median := impossible_median(bars["close"], ticker):
        raise SourceError(f"the median close would be {describe_close(median, ticker)}: wrong price unit?")
    return bars
