"""Stores the bars of one ticker: COPY into a staging table, then one upsert."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from vn30.warehouse import copy_rows, execute, fetch_returned

STAGED_COLUMNS = ("price_date", "open_price", "high_price", "low_price", "close_price", "volume")


@dataclass(frozen=True)
class Stored:
    """How many bars of one ticker were new, changed, already right, and removed as of an old basis."""

    inserted: int
    updated: int
    unchanged: int
    removed: int


def store_bars(
    connection: sa.Connection,
    ticker: str,
    bars: pd.DataFrame,
    source: str,
    fetched_at: datetime,
    *,
    swap: bool = False,
) -> Stored:
    """Make the stored bars of ``ticker`` what ``bars`` says, within the caller's transaction.

    Bars that are right already are left alone. With ``swap`` the stored bars that ``bars`` does not replace
    are removed: one of the old basis that stayed among the new ones would be a jump that never happened. A
    hole is better, and the gate names it.

    Args:
        ticker: one that ``stocks`` has.
        bars: BAR_COLUMNS, one bar a session, in VND (an index: in points), ``volume`` int64, not empty.
        source: who answered.
        fetched_at: when, with its zone.
    """
    connection.exec_driver_sql(
        "CREATE TEMP TABLE staged_bars (price_date DATE, open_price NUMERIC(18, 4), "
        "high_price NUMERIC(18, 4), low_price NUMERIC(18, 4), close_price NUMERIC(18, 4), volume BIGINT) "
        "ON COMMIT DROP"
    )
    rows = zip(
        bars["date"].dt.strftime("%Y-%m-%d"),
        *(bars[column].tolist() for column in ("open", "high", "low", "close", "volume")),
        strict=True,
    )
    copy_rows(connection, "staged_bars", STAGED_COLUMNS, rows)
    removed = execute(connection, "ingestion/remove_old_basis", ticker=ticker) if swap else 0
    counts = fetch_returned(
        connection, "ingestion/upsert_staged_bars", ticker=ticker, source=source, fetched_at=fetched_at
    )
    return Stored(
        inserted=counts["inserted"],
        updated=counts["updated"],
        unchanged=len(bars) - counts["inserted"] - counts["updated"],
        removed=removed,
    )
