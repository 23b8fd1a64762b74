"""Events of the platform's own data as a DataFrame: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vn30.data.connection import Day, checked, reading, to_date
from vn30.data.read import ALL

if TYPE_CHECKING:
    import pandas as pd


def events(
    tickers: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Closes at a price limit, 52-week highs and lows, spikes of volume, and other events, up to ``as_of``.

    Each follows from bars up to its session; a restatement has the session of the crawl that met it.

    Args:
        tickers: by default all.
        start: first session.
    """
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        wanted = None if tickers is None or tickers == ALL else checked(read.connection, tickers)
        return read.frame("events", "data/events", tickers=wanted, start=first)
