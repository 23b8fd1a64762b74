"""Tells the database the daily limits, which its checks ask for."""

from collections.abc import Collection

import sqlalchemy as sa

from vn30.listings import ROUNDING, bands
from vn30.warehouse import copy_rows, execute

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
    """Make ``price_bands`` say what :mod:`vn30.listings` says of ``tickers``."""
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
