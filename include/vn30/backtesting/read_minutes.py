"""The minutes of a market from the manifest in the database and the files that it names."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import sqlalchemy as sa

from vn30.backtesting.build_minutes import traded_minutes
from vn30.backtesting.market import TradableMarket
from vn30.features.stored_minute_statistics import complete_sessions
from vn30.market.stored_minutes import stored_minutes
from vn30.storage.artifacts import ArtifactStore


def with_minutes(connection: sa.Connection, store: ArtifactStore, market: TradableMarket) -> TradableMarket:
    """The market with the complete minutes of its sessions; minutes have no versions, and are those of now.

    Raises:
        MinutesGone: a stored file is missing or damaged.
    """
    return replace(market, minutes=traded_minutes(market, _frames(connection, store, market)))


def _frames(
    connection: sa.Connection, store: ArtifactStore, market: TradableMarket
) -> Iterator[pd.DataFrame]:
    """The minutes of the complete sessions, ticker by ticker: all of them together would take gigabytes."""
    if not len(market.sessions):
        return
    first, last = market.sessions[0].item(), market.sessions[-1].item()
    for ticker in market.tickers:
        complete = complete_sessions(connection, ticker, first, last)
        if len(complete):
            minutes = stored_minutes(connection, store, [ticker], complete[0].date(), complete[-1].date())
            days = minutes["time"].dt.tz_localize(None).dt.normalize()
            yield minutes[days.isin(complete)].reset_index(drop=True)
