"""Adds the statistics of the stored minutes to the bars, where a configuration has features of them."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from vn30.database.warehouse import fetch_all
from vn30.features.bars import MINUTE_STATISTICS
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.minute_statistics import minute_statistics, with_statistics
from vn30.features.series import KEY_COLUMNS
from vn30.market.stored_minutes import stored_minutes
from vn30.storage.artifacts import ArtifactStore

MAX_GAP = 30
"""Minutes of continuous matching in a row that may lack a bar in a session with complete minutes."""


def with_stored_minutes(
    connection: sa.Connection, store: ArtifactStore, market: pd.DataFrame, config: IndicatorConfig
) -> pd.DataFrame:
    """``market`` with the columns of :data:`vn30.features.bars.MINUTE_STATISTICS`.

    It is unchanged if the configuration has no features of minutes. A session's minutes are complete if they
    were fetched after it had settled, include the closing auction, and lack at most MAX_GAP in a row. They
    are read as they are stored now: minutes have no versions.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`); no later minute than its last session is read.

    Raises:
        MinutesGone: a file is missing or damaged.
    """
    if not config.uses_minutes() or market.empty:
        return market
    first, last = market["date"].min().date(), market["date"].max().date()
    parts = []
    # The minutes of all tickers together would take gigabytes.
    for ticker in market["symbol"].unique():
        sessions = complete_sessions(connection, ticker, first, last)
        if len(sessions):
            statistics = minute_statistics(stored_minutes(connection, store, [ticker], first, last))
            parts.append(statistics[statistics["date"].isin(sessions)])
    nothing = pd.DataFrame(columns=[*KEY_COLUMNS, *MINUTE_STATISTICS])
    return with_statistics(market, pd.concat(parts) if parts else nothing)


def complete_sessions(connection: sa.Connection, ticker: str, first: date, last: date) -> pd.DatetimeIndex:
    """The sessions from ``first`` to ``last`` whose minutes are complete; see :func:`with_stored_minutes`."""
    rows = fetch_all(
        connection, "features/complete_minutes", symbol=ticker, first=first, last=last, max_gap=MAX_GAP
    )
    return pd.DatetimeIndex([row["session_date"] for row in rows])
