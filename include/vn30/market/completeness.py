"""How complete the stored prices are: the expected sessions of each series by month, and their state."""

from collections.abc import Collection
from datetime import date
from typing import Literal

import sqlalchemy as sa

from vn30.database.warehouse import Row, fetch_all

Series = Literal["daily", "minutes"]
State = Literal["stored", "provisional", "untraded", "different", "absent", "missing"]
"""Of an expected session, as the view ``series_sessions`` has it: a daily bar, or minutes that add up to it,
is stored; it was fetched before the session had settled; the daily bar has no trades; the stored minutes are
not the daily bar; a source was asked and has nothing; or it is missing."""


def completeness(
    connection: sa.Connection,
    series: Series,
    first: date,
    last: date,
    tickers: Collection[str] | None = None,
) -> list[Row]:
    """Expected sessions from ``first`` to ``last`` by ticker and month, and how many are in each state.

    Sessions are expected from the listing of a stock on, or from the first bar of any series if that is
    later, until it leaves the VN30; minutes from the first stored ones on, of members of the VN30, in
    sessions with trades.

    Args:
        tickers: by default all, indices included.

    Returns:
        ``symbol``, ``kind``, ``month`` (its first day), ``expected`` and a count for each :data:`State`,
        whose sum is ``expected``; stocks first, by ticker and month.
    """
    wanted = None if tickers is None else list(tickers)
    return fetch_all(connection, "market/completeness", series=series, first=first, last=last, tickers=wanted)
