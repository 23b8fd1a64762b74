"""Reads stored bars within sessions: the manifest in the database, and the Parquet files that it names."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from vn30.database.warehouse import fetch_all, fetch_one
from vn30.errors import WrongInput
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import FIRST_YEAR
from vn30.market.minutes import (
    MINUTE_COLUMNS,
    day_number,
    local_days,
    local_minutes,
    local_times,
    no_minutes,
)
from vn30.market.resampling import DAILY, Interval, resample, weeks_of
from vn30.market.session_minutes import DAY_MINUTES
from vn30.market.stored_bars import stored_bars
from vn30.names import ZONE
from vn30.storage.artifacts import ArtifactStore, Changed

SCHEMA = pa.schema(
    [
        ("symbol", pa.dictionary(pa.int32(), pa.string())),
        ("time", pa.timestamp("us", tz=ZONE)),
        *((name, pa.float64()) for name in PRICE_COLUMNS),
        ("volume", pa.int64()),
    ]
)
"""The columns of a file: those of a minutes frame."""


class MinutesGone(WrongInput):
    """A file that the manifest names is missing or damaged; the message names the remedy."""


def stored_minutes(
    connection: sa.Connection,
    store: ArtifactStore,
    symbols: Sequence[str],
    start: date | None = None,
    end: date | None = None,
) -> pd.DataFrame:
    """The stored one-minute bars of ``symbols`` from ``start`` to ``end``, both included.

    Prices are as their source gave them when they were fetched: a later dividend or split does not change
    them.

    Returns:
        A minutes frame (see :mod:`vn30.market.minutes`), empty where nothing is stored.

    Raises:
        MinutesGone: a file is missing or damaged.
    """
    partitions = fetch_all(
        connection, "market/minute_partitions", symbols=list(symbols), first=start, last=end
    )
    if not partitions:
        return no_minutes()
    tables = [read_file(store, row["url"], row["sha256"], MINUTE_COLUMNS[1:]) for row in partitions]
    names = np.array([row["symbol"] for row in partitions], dtype=object)
    frame: pd.DataFrame = pa.concat_tables(tables).to_pandas(use_threads=False)
    frame["time"] = frame["time"].dt.as_unit("ns")
    frame.insert(0, "symbol", pd.Series(np.repeat(names, [len(table) for table in tables]), dtype="object"))
    days = local_days(local_minutes(frame["time"]))
    inside = np.ones(len(frame), dtype=bool)
    if start is not None:
        inside &= days >= day_number(start)
    if end is not None:
        inside &= days <= day_number(end)
    return frame if inside.all() else frame[inside].reset_index(drop=True)


def read_file(store: ArtifactStore, url: str, sha256: str, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of one file, oldest first, with the columns of :data:`SCHEMA` or some of them.

    Raises:
        MinutesGone: it is missing, or not what was written.
    """
    remedy = "Restore it from a backup, or run vn30_intraday_crawler with the days of that month."
    try:
        # Checked while it is read, so that a file of a bucket is fetched once.
        content = store.read(url)
        if not store.is_intact(content, sha256):
            raise Changed
        return pq.ParquetFile(pa.BufferReader(content)).read(columns, use_threads=False)
    except FileNotFoundError as error:
        raise MinutesGone(f"{url} does not exist. {remedy}") from error
    except (Changed, pa.ArrowInvalid) as error:
        raise MinutesGone(f"{url} is damaged. {remedy}") from error


def minutes_until(connection: sa.Connection) -> date:
    """The last day of which minutes may be read: the platform's today, of a live market the running day.

    On an empty database it is the first day of the calendar.
    """
    row = fetch_one(connection, "market/minutes_until")
    return row["last_day"] if row and row["last_day"] else date(FIRST_YEAR, 1, 1)


def interval_bars(
    connection: sa.Connection,
    store: ArtifactStore,
    symbol: str,
    interval: Interval,
    start: date | None,
    end: date,
) -> pd.DataFrame:
    """The bars of one stock from ``start`` to ``end``, both included, in the caller's transaction.

    Bars of minutes and half sessions are made of the stored minutes, those of days and weeks of the daily
    bars: both are empty where nothing is stored. A week has only its sessions from ``start`` to ``end``.

    Returns:
        A minutes frame (see :mod:`vn30.market.minutes`), oldest bar first; ``time`` is the start of the bar:
        of a half session 09:00 or 13:00, of a day midnight, of a week midnight of its Monday, in Vietnam.

    Raises:
        MinutesGone: a file is missing or damaged.
    """
    if interval not in DAILY:
        minutes = stored_minutes(connection, store, [symbol], start, end)
        return minutes if interval == "1m" else resample(minutes, interval)
    days = as_times(stored_bars(connection, [symbol], end, start))
    return days if interval == "1d" else weeks_of(days)


def as_times(days: pd.DataFrame) -> pd.DataFrame:
    """A market frame of daily bars as a minutes frame, whose ``time`` is midnight of the session."""
    epoch_days = days["date"].to_numpy(dtype="datetime64[D]").astype(np.int64)
    return days.assign(time=local_times(epoch_days * DAY_MINUTES))[MINUTE_COLUMNS]
