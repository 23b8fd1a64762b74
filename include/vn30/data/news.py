"""Articles as a DataFrame: see :mod:`vn30.data`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vn30.data.connection import Day, checked, reading, to_date

if TYPE_CHECKING:
    import pandas as pd


def news(
    tickers: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    as_of: Day | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """The articles that were published and had been seen by the end of the day of ``as_of``, in Vietnam.

    Title and summary are plain text. Articles that the crawler saw later are not in it, though they were
    published before: nobody knew them here.

    Args:
        tickers: only articles that name one of them; by default all, also those that name no stock.
        start: first day of publication, in Vietnam.
    """
    first = None if start is None else to_date(start, "start")
    with reading(url, as_of) as read:
        wanted = None if tickers is None else checked(read.connection, tickers)
        return read.frame("news", "data/news", tickers=wanted, start=first)
