"""Corporate actions as a DataFrame: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from vn30.data.connection import Day, Read, checked, reading, to_date
from vn30.data.read import ALL

if TYPE_CHECKING:
    import pandas as pd


def actions(
    tickers: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """The corporate actions on record with an ex-date up to ``as_of``, by symbol and ex-date.

    Inferred ones are there from the first crawl of a stock on; earlier ones have to be declared.

    Args:
        tickers: by default all.
        start: first ex-date.
    """
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        wanted = None if tickers is None or tickers == ALL else checked(read.connection, tickers)
        return read_actions(read, wanted, first)


def read_actions(read: Read, tickers: list[str] | None = None, start: date | None = None) -> pd.DataFrame:
    """:func:`actions` within a read."""
    return read.frame("actions", "data/actions", tickers=tickers, start=start)
