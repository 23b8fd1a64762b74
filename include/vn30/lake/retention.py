"""Removes old versions of the lake and files that no version names."""

import logging
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from vn30.database.warehouse import execute, fetch_all, fetch_returned, transaction
from vn30.lake.datasets import DATASETS
from vn30.lake.publish import write_catalog
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore, Listed
from vn30.storage.lake import FOLDER
from vn30.storage.lake.manifest import Manifest

log = logging.getLogger(__name__)

GRACE = timedelta(days=1)
"""A version that was replaced stays for so long: a reader may have found it in the catalog just before."""


class Retired(NamedTuple):
    """The versions and files that were removed, and the bytes of the files."""

    versions: int
    files: int
    bytes: int


def retire(settings: Settings, store: ArtifactStore, *, grace: timedelta = GRACE) -> Retired:
    """Remove versions beyond ``VN30_KEEP_LAKE_VERSIONS``, and the files that no version names.

    The row of a version goes first, then its files, so that no row names a missing file; a call that was
    interrupted is completed by the next one. The newest version of each data set stays, and for ``grace``
    each one that a catalog has named.
    """
    # A version counts as replaced when the catalog names another one.
    write_catalog(store)
    with transaction() as connection:
        versions = execute(
            connection,
            "lake/delete_expired_versions",
            keep=settings.keep_lake_versions,
            grace_seconds=grace.total_seconds(),
        )
    before = datetime.now(UTC) - grace
    removed = [file for name in DATASETS for file in _remove_unnamed(store, name, before)]
    retired = Retired(versions, len(removed), sum(file.size_bytes for file in removed))
    log.info(
        "Lake: %d versions expired; %d files removed, %.1f MB",
        retired.versions,
        retired.files,
        retired.bytes / 1e6,
    )
    return retired


def _remove_unnamed(store: ArtifactStore, name: str, before: datetime) -> list[Listed]:
    with transaction() as connection:
        # A publication that finds a file stored already relies on it: it waits until this is over.
        fetch_returned(connection, "lake/lock_dataset", dataset=name)
        named = _named(connection, store, name)
        files = store.files(f"{FOLDER}/{name}")
        removed = [file for file in files if file.url not in named and file.modified_at < before]
        store.remove(file.url for file in removed)
    return removed


def _named(connection: sa.Connection, store: ArtifactStore, name: str) -> set[str]:
    named = set()
    for row in fetch_all(connection, "lake/manifests", dataset=name):
        manifest = Manifest.model_validate(row["manifest"])
        named.add(store.url(manifest.key()))
        named.update(store.url(f"{FOLDER}/{file.path}") for file in manifest.files)
    return named
