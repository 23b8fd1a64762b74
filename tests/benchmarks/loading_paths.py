"""The product's load, and the usual ways to write the same bars into the same table.

Each takes a connection, a ticker and its bars, and writes them in the transaction of the connection.
"""

from datetime import UTC, datetime

import pandas as pd
import sqlalchemy as sa
from psycopg2.extras import execute_values

from vn30.ingestion.bars_writer import store_bars

TO_SQL_ROWS = 1_000
EXECUTE_VALUES_ROWS = 1_000

_FETCHED_AT = datetime(2025, 1, 2, 11, tzinfo=UTC)
_COLUMNS = ("stock_id", "price_date", "open_price", "high_price", "low_price", "close_price", "volume")
_INSERT = f"INSERT INTO stock_prices ({', '.join(_COLUMNS)}, source, fetched_at) VALUES %s"  # noqa: S608
# What store_bars promises as well: a second load changes what is there.
_UPSERT = f"{_INSERT} ON CONFLICT (stock_id, price_date) DO UPDATE SET " + ", ".join(
    f"{column} = excluded.{column}" for column in (*_COLUMNS[2:], "source", "fetched_at")
)


def product(connection: sa.Connection, ticker: str, bars: pd.DataFrame) -> None:
    """The crawler's own load."""
    store_bars(connection, ticker, bars, "bench", _FETCHED_AT)


def to_sql(connection: sa.Connection, ticker: str, bars: pd.DataFrame) -> None:
    """``DataFrame.to_sql``, many rows a statement."""
    rows = bars.set_axis(_COLUMNS[1:], axis=1).assign(
        stock_id=_stock_id(connection, ticker), source="bench", fetched_at=_FETCHED_AT
    )
    rows.to_sql(
        "stock_prices", connection, if_exists="append", index=False, method="multi", chunksize=TO_SQL_ROWS
    )


def execute_values_insert(connection: sa.Connection, ticker: str, bars: pd.DataFrame) -> None:
    """psycopg2's ``execute_values``: plain inserts, which a second load would break on."""
    _execute_values(connection, ticker, bars, _INSERT)


def execute_values_upsert(connection: sa.Connection, ticker: str, bars: pd.DataFrame) -> None:
    """psycopg2's ``execute_values`` with ``ON CONFLICT DO UPDATE``."""
    _execute_values(connection, ticker, bars, _UPSERT)


def _execute_values(connection: sa.Connection, ticker: str, bars: pd.DataFrame, statement: str) -> None:
    stock_id = _stock_id(connection, ticker)
    # Lists of Python's own dates and numbers: half as long again with itertuples, which gives Timestamps.
    columns = (bars["date"].dt.date, *(bars[column].tolist() for column in bars.columns[1:]))
    rows = [(stock_id, *bar, "bench", _FETCHED_AT) for bar in zip(*columns, strict=True)]
    execute_values(connection.connection.cursor(), statement, rows, page_size=EXECUTE_VALUES_ROWS)


def _stock_id(connection: sa.Connection, ticker: str) -> int:
    return connection.execute(
        sa.text("SELECT id FROM stocks WHERE ticker = :ticker"), {"ticker": ticker}
    ).scalar_one()
