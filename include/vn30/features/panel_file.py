"""What a stored panel is: its bytes, and the hash of all that it was made of."""

import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vn30.features.series import KEY_COLUMNS, ticker_slices
from vn30.prices import MARKET_COLUMNS


def to_parquet(market: pd.DataFrame, parts: Sequence[pd.DataFrame]) -> bytes:
    """A Parquet file of ``market`` and the feature columns of ``parts`` beside it, one row group a ticker.

    Ticker by ticker, so that the wide table of all of them is never in memory.

    Args:
        market: a market frame (see :mod:`vn30.prices`), at least one row.
        parts: frames of the same rows, with ``symbol`` and ``date`` as they are in ``market``.
    """
    buffer = io.BytesIO()
    writer: pq.ParquetWriter | None = None
    for start, stop in ticker_slices(market):
        # Rows belong together by their place, whatever their labels.
        one, *features = (frame.iloc[start:stop].reset_index(drop=True) for frame in (market, *parts))
        table = pd.concat([one, *(part.drop(columns=KEY_COLUMNS) for part in features)], axis=1)
        rows = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
        if writer is None:
            # Numbers do not repeat: a dictionary of them takes time and saves nothing.
            writer = pq.ParquetWriter(buffer, rows.schema, use_dictionary=["symbol"])
        writer.write_table(rows)
    if writer is not None:
        writer.close()
    return buffer.getvalue()


def content_hash(data_version: str, code_version: str, configuration: dict[str, object]) -> str:
    """The name of the one panel that these make, as SHA-256 in hexadecimal digits."""
    parts = {"data": data_version, "code": code_version, "configuration": configuration}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def data_version(frames: Iterable[pd.DataFrame]) -> str:
    """SHA-256 of the bars in market frames: other bars, another version, whatever their source or load."""
    digest = hashlib.sha256()
    for market in frames:
        slices = ticker_slices(market)
        tickers = [[str(market["symbol"].iloc[start]), stop - start] for start, stop in slices]
        digest.update(json.dumps(tickers).encode())
        digest.update(market["date"].to_numpy(dtype="datetime64[ns]").tobytes())
        for column in MARKET_COLUMNS[2:]:
            digest.update(np.ascontiguousarray(market[column], dtype=np.float64).tobytes())
    return digest.hexdigest()


@lru_cache
def code_version() -> str:
    """SHA-256 of the features' source code and of the versions of the libraries that compute them."""
    versions = {name: version(name) for name in ("numpy", "pandas", "pyarrow", "TA-Lib")}
    return hash_of_sources(json.dumps(versions), Path(__file__).parent)


def hash_of_sources(begin: str, folder: Path) -> str:
    """SHA-256, in hexadecimal digits, of the text ``begin`` and of every Python file in ``folder``."""
    digest = hashlib.sha256(begin.encode())
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
