"""The stocks of tickers in a path or query."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

import sqlalchemy as sa
from fastapi import Path

from api.core.errors import ApiError
from vn30.database.warehouse import Row, fetch_all
from vn30.i18n.localized import localized

Ticker = Annotated[
    str, Path(max_length=20, description="ticker of a stock, in either case", examples=["FPT"])
]


def find_stock(connection: sa.Connection, ticker: str) -> Row:
    """The stock with this ticker, in either case: the columns of ``stocks/overviews.sql``.

    Raises:
        ApiError: 404 ``unknown_ticker``.
    """
    symbol = ticker.upper()
    # Other texts are not looked up: PostgreSQL cannot hold a NUL character.
    found = fetch_all(connection, "stocks/overviews", tickers=[symbol]) if symbol.isalnum() else []
    if not found:
        raise ApiError(
            HTTPStatus.NOT_FOUND, "unknown_ticker", localized("There is no stock {ticker!r}.", ticker=ticker)
        )
    return found[0]


def find_stocks(connection: sa.Connection, symbols: Sequence[str]) -> list[Row]:
    """The stocks with these tickers, in upper case, by ticker: as :func:`find_stock`.

    Raises:
        ApiError: 404 ``unknown_ticker``, which names each that does not exist.
    """
    found = fetch_all(connection, "stocks/overviews", tickers=list(symbols))
    unknown = sorted(set(symbols).difference(row["ticker"] for row in found))
    if unknown:
        named = ", ".join(unknown)
        raise ApiError(
            HTTPStatus.NOT_FOUND,
            "unknown_ticker",
            localized("symbols: there is no stock {named}. Leave it out.", named=named),
        )
    return found
