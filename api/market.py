"""The market's clock: up to when prices are known, and where they come from."""

from datetime import date
from http import HTTPStatus
from typing import NamedTuple

import sqlalchemy as sa

from api.errors import ApiError
from vn30.pipelines import CRAWLER_DAG
from vn30.warehouse import fetch_one

NO_MARKET_DATA = f"No prices are loaded yet. Run the DAG {CRAWLER_DAG} first."


class MarketClock(NamedTuple):
    """The as-of session and the source of the prices; both None before the first crawl."""

    as_of: date | None
    data_source: str | None


def read_clock(connection: sa.Connection) -> MarketClock:
    """The clock as it stands."""
    row = fetch_one(connection, "market/clock")
    return MarketClock(row["as_of"], row["data_source"]) if row else MarketClock(None, None)


def require_market(connection: sa.Connection) -> MarketClock:
    """The clock of a market that has at least one session.

    Raises:
        ApiError: 409 ``no_market_data``, nothing was crawled yet.
    """
    clock = read_clock(connection)
    if clock.as_of is None:
        raise ApiError(HTTPStatus.CONFLICT, "no_market_data", NO_MARKET_DATA)
    return clock
