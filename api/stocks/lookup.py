"""From the ticker in a path to the stock behind it."""

from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from fastapi import Path

from api.errors import ApiError
from vn30.warehouse import Row, fetch_one

Ticker = Annotated[str, Path(max_length=20, description="of a stock, in either case", examples=["FPT"])]


def find_stock(connection: sa.Connection, ticker: str) -> Row:
    """The stock with this ticker, in either case: the columns of ``stocks/overview.sql``.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    symbol = ticker.upper()
    # What is no ticker by its form is not asked for: PostgreSQL cannot even hold some of it.
    stock = fetch_one(connection, "stocks/overview", ticker=symbol) if symbol.isalnum() else None
    if stock is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "unknown_ticker", f"There is no stock {ticker!r} here.")
    return stock
