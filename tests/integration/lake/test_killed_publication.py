"""Publications and the database server are killed in turns while strangers read: no version is ever half.

In every round each stored bar gets the number of the round as its volume. A whole version therefore has one
volume in all its rows, and the number of rows of a whole market.
"""

import os
import random
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from tests.support.killable import Kill, KillableProcesses, killable_processes
from tests.support.publish_lake import BEGUN, CATALOGED, publish_lake
from tests.support.stored_market import SESSIONS, store_market
from vn30.database import warehouse
from vn30.lake import connect
from vn30.lake.retention import retire
from vn30.names import LAKE_DATASETS
from vn30.settings import get_settings
from vn30.storage.artifacts import ArtifactStore
from vn30.storage.lake.manifest import Manifest, read_catalog

KILLS = int(os.environ.get("KILLS") or 5)
TICKERS = ("ACB", "BID", "CTG", "FPT", "GAS", "HPG", "MBB", "MWG", "SSI", "VCB", "VIC", "VNM")
BARS = len(TICKERS) * len(SESSIONS)
ALL_BARS = BARS + 2 * len(SESSIONS)
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets

WHOLE = "SELECT count(*), min(volume), max(volume) FROM prices"
VERSIONS = (
    "SELECT count(*), count(*) FILTER (known_until IS NULL), max(volume) FILTER (known_until IS NULL), "
    "count(DISTINCT (symbol, date, known_from)) FROM price_versions"
)


class Reader(threading.Thread):
    """Reads the lake repeatedly, by turns as a stranger does and through the library."""

    def __init__(self, store: ArtifactStore, views: Path) -> None:
        super().__init__()
        self._store, self._views = store, views
        self._over = threading.Event()
        self.volumes: dict[str, list[int]] = {"stranger": [], "library": []}
        self.broken: list[object] = []

    def run(self) -> None:
        # With pauses: the publications have to get on beside it.
        while not self._over.wait(0.1):
            for kind, read in (("stranger", self._stranger), ("library", self._library)):
                try:
                    with read() as connection:
                        self._look(connection, kind)
                except Exception as error:
                    self.broken.append(error)

    def _stranger(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(config={"threads": 1})
        connection.execute(self._views.read_text())
        return connection

    def _library(self) -> duckdb.DuckDBPyConnection:
        return connect(self._store)

    def _look(self, connection: duckdb.DuckDBPyConnection, kind: str) -> None:
        rows, least, greatest = connection.sql(WHOLE).fetchone() or ()
        if (rows, least) != (BARS, greatest):
            self.broken.append((rows, least, greatest))
        count, current, newest, distinct = connection.sql(VERSIONS).fetchone() or ()
        if (current, distinct) != (ALL_BARS, count) or count != ALL_BARS * newest:
            self.broken.append((count, current, newest, distinct))
        self.volumes[kind].append(greatest)

    def stop(self) -> None:
        self._over.set()
        self.join()


@pytest.fixture
def killable() -> Iterator[KillableProcesses]:
    with killable_processes() as killable:
        yield killable


def next_round(killable: KillableProcesses, number: int) -> None:
    with killable.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE stock_prices SET volume = %s", (number,))


def versions(killable: KillableProcesses) -> list[Manifest]:
    rows = killable.rows("SELECT manifest FROM lake_versions ORDER BY id")
    return [Manifest.model_validate(manifest) for (manifest,) in rows]


def test_killed_publication(killable: KillableProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each kill every version on record is whole, and readers have met whole ones alone."""
    print(f"KILLS_SEED={SEED}")
    moments = random.Random(SEED)  # noqa: S311
    with killable.engine.begin() as connection:
        store_market(connection, TICKERS)
        connection.exec_driver_sql("TRUNCATE stock_price_history")
        connection.exec_driver_sql("ALTER TABLE stock_prices DISABLE TRIGGER USER")
        connection.exec_driver_sql("UPDATE stock_prices SET volume = 1")
        connection.exec_driver_sql("ALTER TABLE stock_prices ENABLE TRIGGER USER")
    folder = killable.csv.parent / "artifacts"
    store = ArtifactStore(folder.as_uri())
    whole = killable.run(publish_lake)
    published = [name for name in LAKE_DATASETS if name != "features"]
    assert whole.messages == [BEGUN, *LAKE_DATASETS, CATALOGED]
    assert list(read_catalog(store).datasets) == published, "there is no panel"
    seconds = (whole.times[-1] - whole.times[0]) / len(LAKE_DATASETS)

    reader = Reader(store, folder / "lake" / "views.sql")
    reader.start()
    unfinished = 0
    try:
        for number in range(2, KILLS + 2):
            next_round(killable, number)
            moment = moments.uniform(0, 3)
            kill = Kill(1 + int(moment), moment % 1 * seconds, server=number % 2 == 0)
            outcome = killable.run(publish_lake, kill=kill)
            unfinished += CATALOGED not in outcome.messages
            for manifest in versions(killable):
                for file in manifest.files:
                    assert store.sha256(store.url(f"lake/{file.path}")) == file.sha256
            on_record = {(manifest.dataset, manifest.version) for manifest in versions(killable)}
            named = {(name, entry.version) for name, entry in read_catalog(store).datasets.items()}
            assert named <= on_record
            # In every other round the rest is published; else the next kill meets what this one has left.
            if number % 2:
                assert killable.run(publish_lake).exit_code == 0
    finally:
        finished = killable.run(publish_lake)
        reader.stop()
    reads = list(map(len, reader.volumes.values()))
    print(f"{unfinished} of {KILLS} kills hit a publication; {sum(reads)} reads")
    assert (finished.exit_code, reader.broken) == (0, [])
    assert unfinished >= KILLS - 1
    assert min(reads) > KILLS
    # Of the two files, views and catalog, one is replaced a moment before the other.
    for volumes in reader.volumes.values():
        assert sorted(volumes) == volumes, "no reader went back to an earlier version"

    contents = killable.rows("SELECT dataset, content_hash FROM lake_versions")
    assert len(set(contents)) == len(contents), "nothing was published twice"
    with connect(store) as views:
        assert views.sql(WHOLE).fetchone() == (BARS, KILLS + 1, KILLS + 1)
    # What killed publications have left goes, and nothing else.
    monkeypatch.setenv("VN30_DATABASE_URL", killable.engine.url.render_as_string(hide_password=False))
    get_settings.cache_clear()
    warehouse.engine.cache_clear()
    try:
        retire(get_settings().model_copy(update={"keep_lake_versions": 100}), store, grace=timedelta(0))
    finally:
        warehouse.engine().dispose()
        warehouse.engine.cache_clear()
        get_settings.cache_clear()
    kept = {f"lake/{file.path}" for manifest in versions(killable) for file in manifest.files}
    kept |= {manifest.key() for manifest in versions(killable)}
    assert {store.key(file.url) for file in store.files("lake")} == {
        *kept,
        "lake/catalog.json",
        "lake/views.sql",
    }
