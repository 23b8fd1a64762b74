"""Which market a database holds: simulated or real, never both."""

from datetime import date

import sqlalchemy as sa

from vn30.errors import WrongInput
from vn30.sources.base import PriceSource
from vn30.warehouse import execute, fetch_one


class MixedMarkets(WrongInput):
    """Simulated and real prices must not meet in one database."""


def check_market(connection: sa.Connection, source: PriceSource) -> None:
    """Make sure that ``source`` may write here, until the transaction ends.

    Raises:
        MixedMarkets: the database holds the other kind of market.
    """
    held = fetch_one(connection, "ingestion/market_state")
    if held is not None and held["market"] != source.market:
        raise MixedMarkets(
            f"This database holds {held['market']} prices (source {held['source']}), and the source "
            f"{source.name} has {source.market} ones. The two never mix: set VN30_DATABASE_URL to another "
            "database, or VN30_PRICE_SOURCE to a source of the same kind."
        )


def claim_market(connection: sa.Connection, source: PriceSource, today: date) -> None:
    """Record that this database holds the market of ``source``, and up to when.

    Raises:
        MixedMarkets: it holds the other kind.
    """
    # Two plans at a time would both share the row, and then wait for each other to change it.
    fetch_one(connection, "ingestion/lock_market")
    check_market(connection, source)
    execute(
        connection,
        "ingestion/put_market_state",
        market=source.market,
        source=source.name,
        follows_wall_clock=source.follows_wall_clock,
        as_of=source.last_session() or today,
    )
