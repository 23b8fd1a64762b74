"""Stores the daily price limits, which the checks of the quality gate read."""

from collections.abc import Collection

import sqlalchemy as sa

from vn30.database.warehouse import copy_rows, execute
from vn30.market.price_limits import ROUNDING, bands

_COLUMNS = (
    "ticker",
    "exchange",
    "valid_from",
    "valid_to",
    "after_absence",
    "daily_limit",
    "rounding_vnd",
)


def store_bands(connection: sa.Connection, tickers: Collection[str]) -> None:
    """Replace the rows of ``tickers`` in ``price_bands`` by those of :mod:`vn30.market.price_limits`."""
    execute(connection, "ingestion/clear_bands", tickers=list(tickers))
    rows = (
        (
            ticker,
            band.exchange,
            band.valid_from,
            band.valid_to,
            band.after_absence,
            band.daily_limit,
            ROUNDING,
        )
        for ticker in tickers
        for band in bands(ticker)
    )
    copy_rows(connection, "price_bands", _COLUMNS, rows)
