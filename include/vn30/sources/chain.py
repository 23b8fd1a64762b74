"""Several sources of the same prices, asked in order until one has an answer."""

import logging
from collections.abc import Sequence
from datetime import date

import pandas as pd

from vn30.sources.base import (
    ANSWERED_BY,
    Adjustment,
    Market,
    PriceSource,
    PriceUnit,
    Quota,
    SourceError,
    SourceUnavailable,
)

log = logging.getLogger(__name__)


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

    def daily_bars(self, ticker: str, start: date, end: date) -> pd.DataFrame:
        """Bars of the first source that has any; its name is in ``attrs[ANSWERED_BY]``.

        Raises:
            SourceError: none has any, each for good; the message gives the reasons of all.
            SourceUnavailable: none answered, and at least one may do so later; likewise.
        """
        reasons: list[str] = []
        may_pass = False
        for source in self._sources:
            try:
                bars = source.daily_bars(ticker, start, end)
            except (SourceError, SourceUnavailable) as error:
                may_pass = may_pass or isinstance(error, SourceUnavailable)
                reasons.append(f"{source.name}: {error}")
            else:
                if not bars.empty:
                    bars.attrs[ANSWERED_BY] = source.name
                    return bars
                reasons.append(f"{source.name}: no bars")
            log.warning("%s: nothing from %s", ticker, reasons[-1])
        message = f"{ticker}: no source has data. {'; '.join(reasons)}"
        raise SourceUnavailable(message) if may_pass else SourceError(message)
