"""The stock of a ticker in a path."""

from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from fastapi import Path

from api.core.errors import ApiError
from vn30.database.warehouse import Row, fetch_one

Ticker = Annotated[
    str, Path(max_length=20, description="ticker of a stock, in either case", examples=["FPT"])
]


def find_stock(connection: sa.Connection, ticker: str) -> Row:
    """The stock with this ticker, in either case: the columns of ``stocks/overview.sql``.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    symbol = ticker.upper()
    # Other texts are not looked up: PostgreSQL cannot hold a NUL character.
    stock = fetch_one(connection, "stocks/overview", ticker=symbol) if symbol.isalnum() else None
    if stock is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_ticker", f"There is no stock {ticker!r}.")
    return stock
