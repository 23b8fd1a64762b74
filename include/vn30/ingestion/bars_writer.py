"""Stores the bars of one ticker: COPY into a staging table, then inserts and updates of those that differ."""

import io
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import sqlalchemy as sa

from vn30.database.warehouse import copy_csv, execute, fetch_returned
from vn30.market.bars import BAR_COLUMNS, PRICE_COLUMNS

# Created once a connection: a table per ticker would bloat the catalogue of the database. The DELETE is for a
# second ticker in the same transaction.
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
    """Numbers of bars of one ticker: inserted, updated, unchanged, and removed (old adjustment basis)."""

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
    settled: date = date.max,
    swap: bool = False,
) -> Stored:
    """Insert or update the stored bars of ``ticker`` from ``bars``, within the caller's transaction.

    Equal bars are not written. With ``swap``, stored bars that ``bars`` does not replace are removed: a bar
    on the old adjustment basis among the new ones would look like a price jump, whereas a gap is reported by
    the quality gate. The ticker is locked until the transaction ends.

    Args:
        ticker: has a row in ``stocks``.
        bars: BAR_COLUMNS, one bar a session, in VND (an index: in points), ``volume`` int64, not empty.
        source: name of the source that served them.
        fetched_at: an aware time.
        settled: the newest session whose bars are final; later ones are stored as provisional.
        swap: whether ``bars`` replaces the whole series.

    Raises:
        sqlalchemy.exc.NoResultFound: ``stocks`` has no such ticker.
    """
    stock_id = fetch_returned(connection, "ingestion/lock_stock", ticker=ticker)["id"]
    connection.exec_driver_sql(_STAGING)
    copy_csv(connection, "staged_bars", _STAGED_COLUMNS, _as_csv(bars))
    removed = execute(connection, "ingestion/remove_old_basis", stock_id=stock_id) if swap else 0
    compared = fetch_returned(connection, "ingestion/compare_staged_bars", stock_id=stock_id)
    origin = {"stock_id": stock_id, "source": source, "fetched_at": fetched_at, "settled": settled}
    updated = inserted = 0
    if compared["changed"]:
        updated = execute(connection, "ingestion/update_staged_bars", **origin)
    if compared["common"] < len(bars):
        inserted = execute(connection, "ingestion/insert_staged_bars", **origin)
    if compared["provisional"]:
        execute(connection, "ingestion/settle_staged_bars", stock_id=stock_id, settled=settled)
    return Stored(inserted, updated, compared["common"] - updated, removed)


def _as_csv(bars: pd.DataFrame) -> io.BytesIO:
    """The bars as CSV without a header. Arrow writes it ten times as fast as pandas."""
    columns = {column: bars[column].to_numpy() for column in BAR_COLUMNS}
    columns["date"] = columns["date"].astype("datetime64[D]")
    content = io.BytesIO()
    pacsv.write_csv(pa.table(columns), content, pacsv.WriteOptions(include_header=False, batch_size=10_000))
    content.seek(0)
    return content
