"""Past prices of many stocks on the same sessions, and which of them were in the VN30 in each."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import fetch_all
from vn30.market.calendar import FIRST_YEAR, Calendar
from vn30.market.membership import members
from vn30.market.stored_bars import stored_bars
from vn30.optimisation.history import History
from vn30.portfolio.market import BENCHMARK
from vn30.typing import BoolArray, FloatArray


def newest_sessions(calendar: Calendar, as_of: date, count: int) -> list[date]:
    """The newest ``count`` sessions up to a session, oldest first; fewer where the calendar begins later."""
    return calendar.sessions_between(date(FIRST_YEAR, 1, 1), as_of)[-count:]


def read_history(
    connection: sa.Connection,
    tickers: Sequence[str],
    sessions: Sequence[date],
    *,
    by_membership: bool = False,
) -> History:
    """The prices of some stocks in some sessions, from the first one on with closes of half of them.

    Args:
        by_membership: a stock may be held where it was in the VN30; else everywhere.
    """
    bars = stored_bars(connection, [*tickers, BENCHMARK], sessions[-1], sessions[0])
    days = pd.DatetimeIndex(pd.to_datetime(list(sessions)))
    closes = bars.pivot(index="date", columns="symbol", values="close").reindex(index=days)
    names = tuple(sorted(tickers))
    may_be_held: BoolArray = np.ones((len(sessions), len(names)), dtype=bool)
    if by_membership:
        baskets = {day: frozenset(members(connection, day)) for day in _changes(connection, sessions)}
        starts = np.array(sorted(baskets), dtype="datetime64[D]")
        at = np.searchsorted(starts, np.array(sessions, dtype="datetime64[D]"), side="right") - 1
        by_start = [baskets[day] for day in sorted(baskets)]
        may_be_held = np.array([[name in by_start[place] for name in names] for place in at], dtype=bool)
    prices = closes.reindex(columns=list(names)).to_numpy(dtype=float)
    start = _first_usable(prices, may_be_held)
    return History(
        names,
        days.to_numpy().astype("datetime64[D]")[start:],
        prices[start:],
        closes.reindex(columns=[BENCHMARK]).to_numpy(dtype=float)[start:, 0],
        may_be_held[start:],
    )


def _first_usable(closes: FloatArray, may_be_held: BoolArray) -> int:
    """The first session with closes of half the stocks that may be held; stored prices begin on some day."""
    eligible = may_be_held.sum(axis=1)
    known = (~np.isnan(closes) & may_be_held).sum(axis=1)
    return int(np.argmax((eligible > 0) & (2 * known >= eligible)))


def members_between(connection: sa.Connection, first: date, last: date) -> list[str]:
    """The tickers that were in the VN30 on any day between two, both included, by the recorded baskets."""
    found = set(members(connection, first)) | set(members(connection, last))
    for row in fetch_all(connection, "optimisation/membership_changes", first=first, last=last):
        found |= set(members(connection, row["day"]))
    return sorted(found)


def _changes(connection: sa.Connection, sessions: Sequence[date]) -> list[date]:
    rows = fetch_all(connection, "optimisation/membership_changes", first=sessions[0], last=sessions[-1])
    return sorted({sessions[0], *(row["day"] for row in rows)})
