"""Guards that a database holds either simulated or real prices, never both."""

from datetime import date
from typing import Protocol

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_one
from vn30.errors import WrongInput
from vn30.market.calendar import SHIPPED, Calendar
from vn30.sources.base import Market, PriceSource


class MixedMarkets(WrongInput):
    """The database holds simulated prices and the source real ones, or vice versa."""


class MarketSource(Protocol):
    """What is asked of a source: its name, and its kind of market."""

    name: str
    market: Market


def check_market(connection: sa.Connection, source: MarketSource) -> None:
    """Check that ``source`` may write to this database; the answer holds until the transaction ends.

    Raises:
        MixedMarkets: the database holds the other kind of market.
    """
    held = fetch_one(connection, "ingestion/market_state")
    if held is not None and held["market"] != source.market:
        raise MixedMarkets(
            f"This database holds {held['market']} prices (source {held['source']}), and the source "
            f"{source.name} has {source.market} ones. They must not be mixed: set VN30_DATABASE_URL to "
            "another database, or VN30_PRICE_SOURCE to a source of the same kind."
        )


def claim_market(
    connection: sa.Connection, source: PriceSource, today: date, calendar: Calendar = SHIPPED
) -> None:
    """Record the kind of market, the source and the as-of session of this database.

    Raises:
        MixedMarkets: the database holds the other kind of market.
    """
    # Two concurrent plans would both take a shared lock on the row, and then deadlock on its update.
    fetch_one(connection, "ingestion/lock_market")
    check_market(connection, source)
    execute(
        connection,
        "ingestion/put_market_state",
        market=source.market,
        source=source.name,
        follows_wall_clock=source.follows_wall_clock,
        as_of=source.last_session(calendar) or today,
    )
