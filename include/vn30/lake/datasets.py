"""The data sets of the lake: title, columns with units, and the rows as Arrow tables of limited size."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from vn30.data.actions import read_actions
from vn30.data.columns import COLUMNS, COUNT, FLAG, NUMBER, SESSION, TEXT, TIME, Column
from vn30.data.connection import NothingStored, Read
from vn30.data.read import read_bars, read_forecasts, read_indices, read_scores, stored_tickers
from vn30.database.frames import fetch_frame
from vn30.database.warehouse import Row, fetch_all, fetch_one
from vn30.i18n.localized import marked
from vn30.lake.wording import FEATURE_MEANING
from vn30.names import HORIZONS
from vn30.storage.artifacts import ArtifactStore
from vn30.storage.lake.parquet import column

TICKERS_AT_ONCE = 10
"""So many tickers are read at a time, which limits the memory that a publication takes."""

_ARROW = {
    TEXT: pa.string(),
    NUMBER: pa.float64(),
    COUNT: pa.int64(),
    FLAG: pa.bool_(),
    SESSION: pa.date32(),
    TIME: pa.timestamp("us", tz="UTC"),
}

Tables = Iterable[pa.Table]


@dataclass(frozen=True)
class Content:
    """What a version is made of: a schema with units, and the rows in their order."""

    schema: pa.Schema
    tables: Tables


@dataclass(frozen=True)
class Dataset:
    """A data set: its title, and its content within a read.

    Attributes:
        content: None while there is nothing to publish.
    """

    title: str
    content: Callable[[Read, ArtifactStore], Content | None]


PRICE_VERSIONS = (
    *COLUMNS["prices"][:2],
    *(
        Column(name, NUMBER, "VND or points", meaning)
        for name, meaning in (
            ("open", "first price of the session; null where no source gives it"),
            ("high", "highest price; null as open"),
            ("low", "lowest price; null as open"),
            ("close", "closing price"),
        )
    ),
    Column("volume", COUNT, "shares", "shares traded; null where no source gives it"),
    Column("source", TEXT, "", "who gave the bar"),
    Column("is_provisional", FLAG, "", "stored before its session had settled"),
    Column("known_from", TIME, "", "since when it is, or was, the platform's truth"),
    Column("known_until", TIME, "", "until when it was; null while it still is"),
)


def in_file(meaning: str) -> str:
    """The meaning of a column of :mod:`vn30.data` in a file, which has null for NaN and NaT."""
    return meaning.replace("NaN", "null").replace("NaT", "null")


def _table(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pandas(frame, schema, preserve_index=False, nthreads=1)


def _schema(columns: Iterable[Column]) -> pa.Schema:
    # The frames of vn30.data have NaN, NaT and None where a file has null.
    return pa.schema(
        [
            column(
                one.name,
                _ARROW[one.dtype],
                one.unit,
                in_file(one.meaning),
            )
            for one in columns
        ]
    )


def _content(columns: Iterable[Column], frames: Iterable[pd.DataFrame]) -> Content:
    schema = _schema(columns)
    return Content(schema, (_table(frame, schema) for frame in frames))


def _prices(read: Read, store: ArtifactStore) -> Content:
    parts = _in_parts(stored_tickers(read))
    return _content(COLUMNS["prices"], (read_bars(read, part) for part in parts))


def _price_versions(read: Read, store: ArtifactStore) -> Content:
    dtypes = {one.name: one.dtype for one in PRICE_VERSIONS}
    return _content(
        PRICE_VERSIONS,
        (
            fetch_frame(read.connection, "lake/price_versions", dtypes, symbols=part)
            for part in _in_parts(_symbols(read))
        ),
    )


def _indices(read: Read, store: ArtifactStore) -> Content:
    def frames() -> Iterator[pd.DataFrame]:
        try:
            yield read_indices(read)
        except NothingStored:
            # A source may have none.
            return

    return _content(COLUMNS["indices"], frames())


def _actions(read: Read, store: ArtifactStore) -> Content:
    return _content(COLUMNS["actions"], (read_actions(read) for _ in range(1)))


def _forecasts(read: Read, store: ArtifactStore) -> Content:
    return _content(
        COLUMNS["forecasts"],
        (read_forecasts(read, _parameters(part)) for part in _in_parts(_symbols(read, "stock"))),
    )


def _scores(read: Read, store: ArtifactStore) -> Content:
    return _content(
        COLUMNS["scores"],
        (read_scores(read, _parameters(part)) for part in _in_parts(_symbols(read, "stock"))),
    )


def _features(read: Read, store: ArtifactStore) -> Content | None:
    panel = fetch_one(read.connection, "lake/newest_panel", as_of=read.as_of)
    if panel is None:
        return None
    definitions = fetch_all(read.connection, "lake/panel_columns", content_hash=panel["content_hash"])
    schema = pa.schema(
        [
            *_schema(COLUMNS["panel"][:2]),
            *(column(row["name"], pa.float32(), "scale-free", _meaning(row)) for row in definitions),
        ]
    )
    url: str = panel["url"]
    return Content(schema, _row_groups(store, url, schema))


def _meaning(definition: Row) -> str:
    parameters = json.dumps(definition["parameters"], sort_keys=True)
    return FEATURE_MEANING.format(
        function=definition["function"], parameters=parameters, kind=definition["kind"]
    )


def _row_groups(store: ArtifactStore, url: str, schema: pa.Schema) -> Iterator[pa.Table]:
    with store.open(url) as stored, pq.ParquetFile(stored, page_checksum_verification=True) as file:
        for group in range(file.num_row_groups):
            rows = file.read_row_group(group, columns=schema.names, use_threads=False)
            yield rows.select(schema.names).cast(schema)


DATASETS = {
    "prices": Dataset(marked("Daily bars of all stocks, adjusted as of the session"), _prices),
    "price_versions": Dataset(
        marked("Every version of every daily bar of stocks and indices, with the time in which it was known"),
        _price_versions,
    ),
    "indices": Dataset(marked("Daily bars of the index series"), _indices),
    "actions": Dataset(marked("Corporate actions, declared or inferred"), _actions),
    "features": Dataset(marked("The feature panel of the newest training run"), _features),
    "forecasts": Dataset(marked("Forecasts with their outcomes"), _forecasts),
    "scores": Dataset(marked("Errors out of sample, beside those of the naive forecast"), _scores),
}


MEANINGS = tuple(
    in_file(one.meaning)
    for name in DATASETS
    for one in {**COLUMNS, "price_versions": PRICE_VERSIONS, "features": COLUMNS["panel"][:2]}[name]
)
"""The meanings of the columns of all data sets, for the catalogue of translations."""


def _symbols(read: Read, kind: str | None = None) -> list[str]:
    return [row["symbol"] for row in fetch_all(read.connection, "lake/symbols", kind=kind)]


def _in_parts(symbols: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(symbols), TICKERS_AT_ONCE):
        yield symbols[start : start + TICKERS_AT_ONCE]


def _parameters(tickers: Sequence[str]) -> dict[str, object]:
    return {"tickers": list(tickers), "horizons": HORIZONS, "run_id": None, "start": None}
