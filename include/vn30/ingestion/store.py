"""Stores the bars of one ticker: COPY into a staging table, then one write of what differs."""

import io
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import sqlalchemy as sa

from vn30.prices import BAR_COLUMNS, PRICE_COLUMNS
from vn30.warehouse import copy_csv, execute, fetch_returned

# Made once a connection: a table per ticker would churn the catalogue of the database. The DELETE is for a
# second ticker in one transaction.
_STAGING = """
CREATE TEMP TABLE IF NOT EXISTS staged_bars (
    price_date DATE, open_price NUMERIC(18, 4), high_price NUMERIC(18, 4), low_price NUMERIC(18, 4),
    close_price NUMERIC(18, 4), volume BIGINT
) ON COMMIT DELETE ROWS;
DELETE FROM staged_bars
"""
_STAGED_COLUMNS = ("price_date", *(f"{column}_price" for column in PRICE_COLUMNS), "volume")


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
    hole is better, and the gate names it. The ticker is locked until the transaction ends.

    Args:
        ticker: one that ``stocks`` has.
        bars: BAR_COLUMNS, one bar a session, in VND (an index: in points), ``volume`` int64, not empty.
        source: who answered.
        fetched_at: when, with its zone.

    Raises:
        sqlalchemy.exc.NoResultFound: ``stocks`` has no such ticker.
    """
    stock_id = fetch_returned(connection, "ingestion/lock_stock", ticker=ticker)["id"]
    connection.exec_driver_sql(_STAGING)
    copy_csv(connection, "staged_bars", _STAGED_COLUMNS, _as_csv(bars))
    removed = execute(connection, "ingestion/remove_old_basis", stock_id=stock_id) if swap else 0
    found = fetch_returned(connection, "ingestion/compare_staged_bars", stock_id=stock_id)
    origin = {"stock_id": stock_id, "source": source, "fetched_at": fetched_at}
    updated = inserted = 0
    if found["changed"]:
        updated = execute(connection, "ingestion/update_staged_bars", **origin)
    if found["common"] < len(bars):
        inserted = execute(connection, "ingestion/insert_staged_bars", **origin)
    return Stored(inserted, updated, found["common"] - updated, removed)


def _as_csv(bars: pd.DataFrame) -> io.BytesIO:
    """The bars as lines of CSV, without a header. Written by Arrow: ten times as fast as pandas."""
    columns = {column: bars[column].to_numpy() for column in BAR_COLUMNS}
    columns["date"] = columns["date"].astype("datetime64[D]")
    content = io.BytesIO()
    pacsv.write_csv(pa.table(columns), content, pacsv.WriteOptions(include_header=False, batch_size=10_000))
    content.seek(0)
    return content
