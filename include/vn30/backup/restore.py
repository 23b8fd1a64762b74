"""Restores a platform from a backup."""

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from pydantic import SecretStr

from vn30.backup.create import BACKED_UP_FOLDERS, NAME_BEFORE_RESTORE, back_up
from vn30.backup.manifest import Manifest, verify
from vn30.backup.postgres_tools import ToolFailed, load
from vn30.database.locks import LockTimeout
from vn30.database.migrations import known_migrations
from vn30.database.warehouse import fetch_all, fetch_returned, make_engine, query_text
from vn30.errors import WrongInput
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore

log = logging.getLogger(__name__)

_MOVE = """
SET search_path = public;
SELECT set_config('vn30.old_root', :'old_root', TRUE), set_config('vn30.new_root', :'new_root', TRUE);
"""

# A closed connection, such as this process's own, stays listed for a moment.
_CLOSING_SECONDS = 3.0


class Occupied(WrongInput):
    """Programs are connected to a database that is to be replaced; the message names them."""


class NotKept(WrongInput):
    """The current state cannot be backed up first; the message has the reason, and how to go without."""


class Restored(NamedTuple):
    """The manifest of the restored backup, and the folder with the previous state (None without one)."""

    manifest: Manifest
    kept: Path | None


def restore(
    settings: Settings,
    store: ArtifactStore,
    folder: Path,
    airflow_url: str | None,
    *,
    keep_in: Path | None,
    attachments: Mapping[str, bytes] | None = None,
) -> Restored:
    """Replace both databases and restore the files from the backup in ``folder``.

    The current state is backed up first. Each database is replaced in one transaction. An interrupted restore
    can be run again. Files of the store that the backup does not contain stay. The store may differ from the
    one that was backed up, and the software may be later: its next start migrates the schema.

    Args:
        airflow_url: URL of Airflow's own database; None does not restore it.
        keep_in: folder for the backup of the current state; None makes none.
        attachments: content of further files in that backup, by name.

    Raises:
        BrokenBackup: the backup is not complete; nothing has changed.
        WrongInput: it is of the other market or of later software, or it has no Airflow database; nothing has
            changed.
        Occupied: programs are connected to a database; databases replaced before stay replaced.
        NotKept: the current state cannot be backed up; nothing has changed.
        ToolFailed: PostgreSQL refused the dump; that database, and the files that its rows name, are
            unchanged.
    """
    manifest = verify(folder)
    _expect_fitting(manifest, settings, airflow_url)
    databases = {"platform": settings.require_database_url()} | (
        {"airflow": airflow_url} if airflow_url else {}
    )
    for url in databases.values():
        _expect_no_connections(settings, url)
    kept = None
    if keep_in is not None and _has_state(settings, store, databases.values()):
        kept = _keep(settings, store, keep_in, airflow_url, attachments)

    # A load that fails must leave the previous platform intact. Files that the store lacks are restored
    # before the rows that name them: no current row names them. Files with other content are named by current
    # rows and are therefore replaced after those. No file is removed, so that every row always names a file
    # that exists.
    expected = {key: manifest.files[f"artifacts/{key}"].sha256 for key in manifest.artifact_keys()}
    current = {key: _sha256(store, key) for key in expected}
    missing = {key: expected[key] for key in expected if current[key] is None}
    _restore_files(store, folder, missing)
    move = _MOVE + query_text("backup/move_artifacts") + query_text("backup/mark_restored")
    roots = {"old_root": manifest.artifact_root, "new_root": store.root_url}
    _replace(settings, databases["platform"], folder / "platform.dump", move, roots)
    changed = {key: expected[key] for key in expected if current[key] not in {None, expected[key]}}
    _restore_files(store, folder, changed)
    if airflow_url is not None:
        _replace(settings, airflow_url, folder / "airflow.dump")
    return Restored(manifest, kept)


def _expect_fitting(manifest: Manifest, settings: Settings, airflow_url: str | None) -> None:
    if manifest.market != settings.market:
        raise WrongInput(
            f"The backup has {manifest.market} prices and this platform has {settings.market} ones, which "
            "never mix. Set VN30_PRICE_SOURCE to the source of the backup."
        )
    if manifest.newest_migration not in {None, *known_migrations()}:
        raise WrongInput(
            f"The backup has the migration {manifest.newest_migration}, which this software does not have: "
            "the backup comes from a later version. Install that version or a later one, and restore with it."
        )
    if airflow_url is not None and "airflow" not in manifest.dumps():
        raise WrongInput("The backup has no Airflow database: unset VN30_AIRFLOW_DATABASE_URL.")


def _has_state(settings: Settings, store: ArtifactStore, urls: Iterable[str]) -> bool:
    for url in urls:
        with _connected(settings, url) as connection:
            if fetch_returned(connection, "backup/tables")["tables"]:
                return True
    return any(True for folder in BACKED_UP_FOLDERS for _ in store.files(folder))


def _keep(
    settings: Settings,
    store: ArtifactStore,
    into: Path,
    airflow_url: str | None,
    attachments: Mapping[str, bytes] | None,
) -> Path:
    log.info("Backing up the current state first, into %s", into)
    try:
        kept = back_up(settings, store, into, airflow_url, attachments, NAME_BEFORE_RESTORE)
    except (WrongInput, ToolFailed, LockTimeout, OSError) as error:
        raise NotKept(
            f"The current state cannot be backed up before it is replaced: {error}\nNothing has changed. Fix "
            "this, or restore without that backup: --keep-nothing (make restore: KEEP=nothing)."
        ) from error
    log.info("To go back, restore %s", kept)
    return kept


def _replace(
    settings: Settings,
    url: str,
    dump: Path,
    afterwards: str = "",
    variables: Mapping[str, str] | None = None,
) -> None:
    # Checked again, because the backup of the current state may have taken minutes.
    _expect_no_connections(settings, url)
    log.info("Database %s", dump.stem)
    load(url, dump, afterwards, variables)


def _sha256(store: ArtifactStore, key: str) -> str | None:
    try:
        return store.sha256(store.url(key))
    except FileNotFoundError:
        return None


def _restore_files(store: ArtifactStore, folder: Path, files: Mapping[str, str]) -> None:
    """Put the files of the backup into the store, given by key with their expected SHA-256."""
    if files:
        log.info("%d files", len(files))
    for key, sha256 in files.items():
        copy = folder / "artifacts" / key
        content = copy.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise WrongInput(f"{copy} has changed since the backup was verified.")
        store.put(key, content)


def _expect_no_connections(settings: Settings, url: str) -> None:
    deadline = time.monotonic() + _CLOSING_SECONDS
    with _connected(settings, url) as connection:
        while others := fetch_all(connection, "backup/others"):
            if time.monotonic() > deadline:
                names = ", ".join(f"{row['name']} ({row['connections']})" for row in others)
                raise Occupied(
                    f"Programs are connected to the database {connection.engine.url.database}: {names}. "
                    "Stop the platform first."
                )
            time.sleep(0.1)


@contextmanager
def _connected(settings: Settings, url: str) -> Iterator[sa.Connection]:
    """A connection in autocommit: within a transaction, pg_stat_activity would not change."""
    engine = make_engine(settings.model_copy(update={"database_url": SecretStr(url)}))
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection
    finally:
        engine.dispose()
