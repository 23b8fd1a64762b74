"""The feature store: computes and stores each panel once, and reuses it for later runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_one, transaction
from vn30.errors import WrongInput
from vn30.features import panel_io
from vn30.features.cross_section import cross_section
from vn30.features.definitions import Definition, definitions
from vn30.features.indicator_config import IndicatorConfig
from vn30.features.panel import build_panel
from vn30.storage.artifacts import ArtifactStore
from vn30.typing import Float32Array


class StoredPanel(NamedTuple):
    """The URL of a panel, the hash of its bars, and the hash of bars, configuration and code."""

    url: str
    data_version: str
    content_hash: str


class FileGone(WrongInput):
    """A stored Parquet file does not exist any more; the message names the remedy."""


class FileDamaged(WrongInput):
    """A stored Parquet file cannot be read; the message names the remedy."""


_COMPUTE_AGAIN = "Clear the run from its task panel on to compute it again."


def stored_panel(
    store: ArtifactStore,
    market: pd.DataFrame,
    indices: pd.DataFrame,
    config: IndicatorConfig,
    lookback_window: int,
) -> StoredPanel:
    """Compute and store the panel of these bars and this configuration, unless it is stored already.

    The same bars, configuration and code yield the same file. A removed or damaged file is computed again.

    Args:
        market: a market frame (see :mod:`vn30.market.bars`), at least one row.
        indices: a market frame of the index series; series may be missing.
        lookback_window: the look-back of the cumulative returns, in sessions.

    Returns:
        Its ``url`` refers to a Parquet file with one row group per ticker: the columns of ``market``, then
        those of :func:`vn30.features.panel.feature_names` and
        :func:`vn30.features.cross_section.cross_section_names`.

    Raises:
        UnorderedMarket: the bars of a ticker or an index are scattered, repeated or out of order.
    """
    configuration = {"indicators": config.model_dump(mode="json"), "lookback_window": lookback_window}
    data, code = panel_io.data_version([market, indices]), panel_io.code_version()
    content = panel_io.content_hash(data, code, configuration)
    if (url := _valid_url(store, content)) is not None:
        return StoredPanel(url, data, content)
    panel = build_panel(market, config, lookback_window, indices)
    file = panel_io.to_parquet(market, [panel, cross_section(market, config.leakage_guard)])
    stored = store.put(f"panels/{content}.parquet", file)
    with transaction() as connection:
        execute(
            connection,
            "features/put_panel",
            content_hash=content,
            data_version=data,
            code_version=code,
            configuration=json.dumps(configuration),
            tickers=market["symbol"].nunique(),
            bars=len(market),
            first_session=market["date"].min().date(),
            last_session=market["date"].max().date(),
            **stored._asdict(),
        )
        _define(connection, content, code, definitions(config, lookback_window))
    return StoredPanel(stored.url, data, content)


def read_rows(
    store: ArtifactStore,
    url: str,
    ticker: str | None = None,
    columns: list[str] | None = None,
    remedy: str = _COMPUTE_AGAIN,
) -> pd.DataFrame:
    """Read a stored Parquet file: all rows, or those of one ticker, which reads only its row group.

    Args:
        remedy: how to get the file again, for the errors.

    Raises:
        FileGone: retention, or somebody else, has removed the file.
        FileDamaged: it is cut off, or not what was written; or this process may not read it.
    """
    with _opened(store, url, remedy) as file:
        filters = [("symbol", "==", ticker)] if ticker else None
        return pd.read_parquet(file, columns=columns, filters=filters, page_checksum_verification=True)


def fill_columns(store: ArtifactStore, url: str, columns: list[str], values: Float32Array) -> None:
    """Read columns of all rows of a stored Parquet file into the first columns of ``values``, in place.

    The file is read ticker by ticker, so that the table of all tickers is never in memory.

    Args:
        values: one row for each row of the file.

    Raises:
        FileGone: see :func:`read_rows`.
        FileDamaged: see :func:`read_rows`.
    """
    with _opened(store, url, _COMPUTE_AGAIN) as file:
        parquet = pq.ParquetFile(file, page_checksum_verification=True)
        first = 0
        for group in range(parquet.num_row_groups):
            rows = parquet.read_row_group(group, columns=columns, use_threads=False)
            for place, name in enumerate(columns):
                values[first : first + len(rows), place] = rows.column(name).to_numpy()
            first += len(rows)


@contextmanager
def _opened(store: ArtifactStore, url: str, remedy: str) -> Iterator[BinaryIO]:
    try:
        with store.open(url) as file:
            yield file
    except FileNotFoundError as error:
        raise FileGone(f"{url} does not exist any more. {remedy}") from error
    except PermissionError as error:
        raise FileDamaged(
            f"{url} cannot be read: permission is denied. Give the platform's user access."
        ) from error
    except (pa.ArrowException, OSError, ValueError) as error:
        # Arrow raises a plain OSError for content; those of disk and network have a number or a class.
        if isinstance(error, OSError) and (type(error) is not OSError or error.errno is not None):
            raise
        # Arrow's messages have line breaks, and perhaps a stop at their end.
        reason = " ".join(str(error).split()).rstrip(" .")
        raise FileDamaged(f"{url} is damaged: {reason}. {remedy}") from error


def _valid_url(store: ArtifactStore, content: str) -> str | None:
    with transaction() as connection:
        row = fetch_one(connection, "features/use_panel", content_hash=content)
    if row is None:
        return None
    url: str = row["url"]
    try:
        intact = store.sha256(url) == row["sha256"]
    except FileNotFoundError:
        return None
    return url if intact else None


def _define(connection: sa.Connection, content: str, code: str, columns: list[Definition]) -> None:
    for position, column in enumerate(columns):
        execute(
            connection,
            "features/put_definition",
            content_hash=content,
            position=position,
            name=column.name,
            kind=column.kind,
            function=column.function,
            parameters=json.dumps(column.parameters),
            code_version=code,
            feature_group=column.description.group,
            formula=column.description.formula,
            source=column.description.source,
            unit=column.description.unit,
        )
