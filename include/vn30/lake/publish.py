"""Publishes versions of data sets: files first, then the manifest, then the row, then the catalog.

A version exists when its row is committed, and readers of the store see it with the next catalog. If a
process is killed before, nothing of the current version has changed, and the next publication continues.
"""

import logging
from functools import lru_cache
from typing import Literal, NamedTuple

import sqlalchemy as sa

from vn30.data.connection import Read, reading
from vn30.database.warehouse import Row, execute, fetch_all, fetch_one, fetch_returned, transaction
from vn30.errors import WrongInput
from vn30.lake.datasets import DATASETS, Content
from vn30.storage.artifacts import ArtifactStore
from vn30.storage.lake import FOLDER
from vn30.storage.lake.manifest import (
    CATALOG_KEY,
    Catalog,
    Entry,
    File,
    Manifest,
    content_hash,
    data_key,
)
from vn30.storage.lake.parquet import columns_of, write_parts
from vn30.storage.lake.views import VIEWS_KEY, views_sql
from vn30.storage.source_hash import source_hash
from vn30.version import build_version

log = logging.getLogger(__name__)


class Publication(NamedTuple):
    """What came of a publication.

    Attributes:
        state: ``published``: there is a new version; ``unchanged``: the current one holds; ``empty``: there
            is nothing to publish yet.
        rows, written_bytes: of the version, and of the files of it that were not stored before.
    """

    dataset: str
    state: Literal["published", "unchanged", "empty"]
    version: str | None
    rows: int
    written_bytes: int


def publish(store: ArtifactStore, name: str) -> Publication:
    """Publish the data set as it is now, unless the current version has the same content.

    Raises:
        WrongInput: there is no such data set.
        StoreUnwritable: the store takes no file. The current version stays.
        NothingStored: no crawl has loaded prices yet.
    """
    if name not in DATASETS:
        raise WrongInput(f"There is no data set {name!r} in the lake: there are {', '.join(DATASETS)}.")
    store.check_writable()
    with transaction() as connection:
        # Until the end of the transaction no other process publishes this data set.
        fetch_returned(connection, "lake/lock_dataset", dataset=name)
        current = fetch_one(connection, "lake/current_version", dataset=name)
        with reading(None, None) as read:
            content = DATASETS[name].content(read, store)
            if content is None:
                return Publication(name, "empty", None, 0, 0)
            manifest, written = _write(store, name, read, content)
        publication = _record(store, connection, current, manifest, written)
    log.info("%s: %s, %d rows, %.1f MB written", name, publication.state, publication.rows, written / 1e6)
    return publication


def write_catalog(store: ArtifactStore) -> bool:
    """Have the catalog and the views name the newest versions; whether they have changed.

    Raises:
        StoreUnwritable: the store takes no file. The catalog stays as it was.
    """
    with transaction() as connection:
        fetch_returned(connection, "lake/lock_catalog")
        rows = fetch_all(connection, "lake/current_versions")
        entries = {
            row["dataset"]: Entry(**row["manifest"], checked_as_of=row["checked_as_of"]) for row in rows
        }
        catalog = Catalog(datasets={name: entries[name] for name in DATASETS if name in entries})
        changed = [
            _put_if_changed(store, key, content)
            for key, content in (
                (VIEWS_KEY, views_sql(store, catalog)),
                (CATALOG_KEY, catalog.content()),
            )
        ]
        # The grace of replaced versions begins here: until now, readers were sent to them.
        execute(connection, "lake/mark_replaced")
    return any(changed)


@lru_cache
def code_version() -> str:
    """SHA-256 of the code that makes the data sets."""
    return source_hash("data", "lake", "storage.lake")


def _write(store: ArtifactStore, name: str, read: Read, content: Content) -> tuple[Manifest, int]:
    state = fetch_returned(read.connection, "lake/market")
    stored = {file.url: file.size_bytes for file in store.files(f"{FOLDER}/{name}/data")}
    files, written = [], 0
    for part in write_parts(content.tables, content.schema):
        key = data_key(name, part.sha256)
        if stored.get(store.url(key)) != len(part.content):
            store.put(key, part.content)
            written += len(part.content)
        path = key.removeprefix(f"{FOLDER}/")
        files.append(File(path=path, rows=part.rows, size_bytes=len(part.content), sha256=part.sha256))
    columns = columns_of(content.schema)
    hashed = content_hash(state["market"], columns, files)
    return Manifest(
        dataset=name,
        version=f"{state['read_at']:%Y%m%dT%H%M%S%fZ}-{hashed[:8]}",
        title=DATASETS[name].title,
        market=state["market"],
        as_of=read.as_of,
        read_at=state["read_at"],
        code_version=code_version(),
        software=build_version(),
        rows=sum(file.rows for file in files),
        columns=columns,
        files=files,
    ), written


def _record(
    store: ArtifactStore,
    connection: sa.Connection,
    current: Row | None,
    manifest: Manifest,
    written: int,
) -> Publication:
    name, hashed = manifest.dataset, content_hash(manifest.market, manifest.columns, manifest.files)
    if current is not None and current["content_hash"] == hashed:
        if written:
            # Its files were missing, as after a restore of the database: perhaps the manifest is, too.
            stored = Manifest.model_validate(current["manifest"])
            store.put(stored.key(), stored.content())
        execute(connection, "lake/check_version", id=current["id"], as_of=manifest.as_of)
        return Publication(name, "unchanged", current["version"], manifest.rows, written)
    store.put(manifest.key(), manifest.content())
    execute(
        connection,
        "lake/put_version",
        dataset=name,
        version=manifest.version,
        manifest=manifest.model_dump_json(),
        content_hash=hashed,
        rows=manifest.rows,
        size_bytes=sum(file.size_bytes for file in manifest.files),
        as_of=manifest.as_of,
        read_at=manifest.read_at,
    )
    return Publication(name, "published", manifest.version, manifest.rows, written)


def _put_if_changed(store: ArtifactStore, key: str, content: bytes) -> bool:
    try:
        if store.read(store.url(key)) == content:
            return False
    except FileNotFoundError:
        pass
    store.put(key, content)
    return True
