"""Serialises a panel, and hashes the inputs that it is computed from."""

import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vn30.features.bars import MINUTE_STATISTICS
from vn30.features.series import KEY_COLUMNS, ticker_slices
from vn30.market.bars import MARKET_COLUMNS
from vn30.storage.source_hash import source_hash


def to_parquet(market: pd.DataFrame, parts: Sequence[pd.DataFrame]) -> bytes:
    """Serialise ``market`` and the feature columns of ``parts`` as a Parquet file, one row group per ticker.

    The file is written ticker by ticker, so that the joined table of all tickers is never in memory.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`), at least one row.
        parts: frames with the same ``symbol`` and ``date`` in the same rows as ``market``.
    """
    buffer = io.BytesIO()
    writer: pq.ParquetWriter | None = None
    for start, stop in ticker_slices(market):
        # Rows are matched by position, not by index labels.
        bars, *features = (frame.iloc[start:stop].reset_index(drop=True) for frame in (market, *parts))
        bars = bars.drop(columns=list(MINUTE_STATISTICS), errors="ignore")
        table = pd.concat([bars, *(part.drop(columns=KEY_COLUMNS) for part in features)], axis=1)
        rows = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
        if writer is None:
            # Feature values hardly repeat: a dictionary encoding would cost time and save no space.
            # Readers check the pages that they read: the checksum of the file would need all of it.
            writer = pq.ParquetWriter(
                buffer, rows.schema, use_dictionary=["symbol"], write_page_checksum=True
            )
        writer.write_table(rows)
    if writer is not None:
        writer.close()
    return buffer.getvalue()


def content_hash(data_version: str, code_version: str, configuration: dict[str, object]) -> str:
    """SHA-256 of a panel's inputs in hexadecimal digits, which is the name of its file."""
    parts = {"data": data_version, "code": code_version, "configuration": configuration}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def data_version(frames: Iterable[pd.DataFrame]) -> str:
    """SHA-256 of the bars in market frames, independent of their source and of when they were loaded.

    The statistics of minutes count where a frame has them.
    """
    digest = hashlib.sha256()
    for market in frames:
        slices = ticker_slices(market)
        tickers = [[str(market["symbol"].iloc[start]), stop - start] for start, stop in slices]
        digest.update(json.dumps(tickers).encode())
        digest.update(market["date"].to_numpy(dtype="datetime64[ns]").tobytes())
        statistics = [name for name in MINUTE_STATISTICS if name in market]
        for column in (*MARKET_COLUMNS[2:], *statistics):
            digest.update(np.ascontiguousarray(market[column], dtype=np.float64).tobytes())
    return digest.hexdigest()


@lru_cache
def code_version() -> str:
    """SHA-256 of the code of the features and of the versions of the libraries that compute them."""
    versions = {name: version(name) for name in ("numpy", "pandas", "pyarrow", "TA-Lib")}
    return source_hash("features", "market.calendar", begin=json.dumps(versions).encode())
