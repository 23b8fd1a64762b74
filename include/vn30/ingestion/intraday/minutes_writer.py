"""Stores one-minute bars: a Parquet file a stock and month, written whole, then named by the manifest.

Readers ask the manifest for the files, so that they see a month as it was before a write or after it. A file
never changes, and its name is used once: a write that fails or is killed leaves the old file in place.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, fetch_one, transaction
from vn30.ingestion.intraday.session_facts import session_facts
from vn30.market.minutes import MINUTE_COLUMNS, VALUE_COLUMNS, local_days, local_minutes
from vn30.market.stored_minutes import SCHEMA, read_file
from vn30.storage.artifacts import ArtifactStore, Listed
from vn30.typing import BoolArray, IntArray

MINUTES_FOLDER = "minutes"
"""The folder of the store with the files."""


@dataclass(frozen=True)
class StoredMinutes:
    """Numbers of bars of one ticker: new ones, those with other values than before, and equal ones."""

    inserted: int
    updated: int
    unchanged: int

    def __add__(self, other: "StoredMinutes") -> "StoredMinutes":
        return StoredMinutes(
            self.inserted + other.inserted, self.updated + other.updated, self.unchanged + other.unchanged
        )


def store_minutes(
    store: ArtifactStore,
    minutes: pd.DataFrame,
    source: str,
    fetched_at: datetime,
    settled: date = date.max,
) -> StoredMinutes:
    """Store the bars of one ticker, each month in a transaction of its own.

    A bar replaces the stored one of its minute; other stored bars stay. Months whose bars are all stored
    already are not written. Writers of the same month wait for each other.

    Args:
        minutes: a minutes frame (see :mod:`vn30.market.minutes`) of one ticker, one bar a minute, each within
            a session, not empty.
        source: name of the source that served them.
        fetched_at: an aware time.
        settled: the newest session that is final; later ones are stored as provisional.

    Raises:
        MinutesGone: the stored file of a month is missing or damaged.
        StoreUnwritable: the store takes no file.
        DatabaseFull: the database has no room.
    """
    symbol = str(minutes["symbol"].iloc[0])
    days = local_days(local_minutes(minutes["time"]))
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    counts = StoredMinutes(0, 0, 0)
    for month in np.unique(months):
        first = month.astype("datetime64[D]").item()
        part = minutes[months == month].reset_index(drop=True)
        with transaction() as connection:
            counts += _store_month(connection, store, symbol, first, part, source, fetched_at, settled)
    return counts


def _store_month(
    connection: sa.Connection,
    store: ArtifactStore,
    symbol: str,
    month: date,
    minutes: pd.DataFrame,
    source: str,
    fetched_at: datetime,
    settled: date,
) -> StoredMinutes:
    key = {"symbol": symbol, "month": month}
    execute(connection, "ingestion/intraday/lock_partition", symbol=symbol, month=month.isoformat())
    current = fetch_one(connection, "ingestion/intraday/partition", **key)
    stored = _stored(store, current["url"], current["sha256"]) if current else minutes.iloc[:0]
    merged, counts = merge(stored, minutes)
    if counts.inserted or counts.updated:
        content = to_parquet(merged)
        sha256 = hashlib.sha256(content).hexdigest()
        name = f"{MINUTES_FOLDER}/{symbol}/{month:%Y-%m}/{sha256[:16]}-{uuid4().hex[:8]}.parquet"
        with transaction() as announcement:
            # Committed before the file exists: nothing else would know of it if this process were killed.
            execute(announcement, "ingestion/intraday/begin_file", url=store.url(name))
        file = store.put(name, content)
        execute(
            connection,
            "ingestion/intraday/put_partition",
            **key,
            **file._asdict(),
            bars=len(merged),
            first_minute=merged["time"].iloc[0].to_pydatetime(),
            last_minute=merged["time"].iloc[-1].to_pydatetime(),
            source=source,
        )
        if current:
            execute(connection, "ingestion/intraday/touch_file", url=current["url"])
    asked = np.unique(local_days(local_minutes(minutes["time"])))
    facts = session_facts(merged[np.isin(local_days(local_minutes(merged["time"])), asked)])
    execute(
        connection,
        "ingestion/intraday/put_sessions",
        symbol=symbol,
        sessions=json.dumps([session._asdict() for session in facts], default=_as_text),
        settled=settled,
        source=source,
        fetched_at=fetched_at,
    )
    return counts


def _as_text(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(value)


def remove_unused_files(store: ArtifactStore, unused: timedelta) -> list[Listed]:
    """Remove the files that no partition has had for the period ``unused``, and return them.

    Files that are not on record stay, since another database may share the store. A file that is not named
    now is never named again, so that no writer has to be locked out.
    """
    with transaction() as connection:
        rows = fetch_all(connection, "ingestion/intraday/unused_files", seconds=unused.total_seconds())
    urls = {row["url"] for row in rows}
    files = list(store.files(MINUTES_FOLDER))
    before = datetime.now(UTC) - unused
    removed = [file for file in files if file.url in urls or _is_unfinished(file, before)]
    store.remove(file.url for file in removed)
    with transaction() as connection:
        execute(connection, "ingestion/intraday/forget_files", urls=sorted(urls))
    return removed


def _is_unfinished(file: Listed, before: datetime) -> bool:
    """Whether it is the temporary file of a killed writer."""
    return file.url.rsplit("/", 1)[-1].startswith(".") and file.modified_at < before


def merge(stored: pd.DataFrame, minutes: pd.DataFrame) -> tuple[pd.DataFrame, StoredMinutes]:
    """The stored bars with those of ``minutes`` in the place of their own or added, oldest first.

    Args:
        stored, minutes: minutes frames of one ticker, one bar a minute.
    """
    keys, known = local_minutes(minutes["time"]), local_minutes(stored["time"])
    place = np.searchsorted(known, keys)
    is_known = np.zeros(len(keys), dtype=bool)
    inside = place < len(known)
    is_known[inside] = known[place[inside]] == keys[inside]
    same = _equal(stored, place[is_known], minutes[is_known])
    counts = StoredMinutes(int((~is_known).sum()), int((~same).sum()), int(same.sum()))
    if not counts.inserted and not counts.updated:
        return stored, counts
    if stored.empty:
        return minutes.reset_index(drop=True), counts
    kept = stored[~np.isin(known, keys)]
    merged = pd.concat([kept, minutes], ignore_index=True).sort_values("time", kind="stable")
    return merged.reset_index(drop=True), counts


def _equal(stored: pd.DataFrame, rows: IntArray, minutes: pd.DataFrame) -> BoolArray:
    same = np.ones(len(minutes), dtype=bool)
    for name in VALUE_COLUMNS:
        same &= stored[name].to_numpy()[rows] == minutes[name].to_numpy()
    return same


def to_parquet(minutes: pd.DataFrame) -> bytes:
    """A Parquet file of a minutes frame, with the columns of :data:`vn30.market.stored_minutes.SCHEMA`."""
    content = io.BytesIO()
    table = pa.Table.from_pandas(minutes[MINUTE_COLUMNS], preserve_index=False, nthreads=1).cast(SCHEMA)
    # Decoded faster than by dictionaries, and hardly larger: most prices and volumes of a month differ.
    pq.write_table(table, content, compression="zstd", use_dictionary=["symbol"], write_page_checksum=True)
    return content.getvalue()


def _stored(store: ArtifactStore, url: str, sha256: str) -> pd.DataFrame:
    frame: pd.DataFrame = read_file(store, url, sha256).to_pandas(use_threads=False)
    return frame.astype({"symbol": "object"}).assign(time=frame["time"].dt.as_unit("ns"))
