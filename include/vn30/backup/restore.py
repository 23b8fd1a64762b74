"""Brings a platform back to what a backup holds."""

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from pydantic import SecretStr

from vn30.artifacts import ArtifactStore
from vn30.backup.create import NAME_BEFORE_RESTORE, back_up
from vn30.backup.manifest import Manifest, verify
from vn30.backup.postgres_tools import ToolFailed, load
from vn30.errors import WrongInput
from vn30.file_hold import FilesHeld
from vn30.migrations import known_migrations
from vn30.settings import SQL_ROOT, Settings
from vn30.training.retention import RUN_FOLDERS
from vn30.warehouse import fetch_all, fetch_returned, make_engine

log = logging.getLogger(__name__)

_MOVE = """
SET search_path = public;
SELECT set_config('vn30.old_root', :'old_root', TRUE), set_config('vn30.new_root', :'new_root', TRUE);
"""

# A connection that was closed, our own to begin with, shows for a moment more.
_CLOSING_SECONDS = 3.0


class Occupied(WrongInput):
    """Programs are connected to a database that is to be replaced; the message names them."""


class NotKept(WrongInput):
    """What a restore would replace cannot be kept first; the message says why, and how to go without."""


class Restored(NamedTuple):
    """What was brought back, and the backup of what was there before, if there was anything to keep."""

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
    """Replace both databases, and bring back the files, of the backup in ``folder``.

    What is there is kept first, in a backup of its own. Each database is replaced in one transaction. Stopped
    half-way it can be run again. Files of the store that the backup does not know stay. The store may be
    another one than the backup was made of, and the software later: its next start migrates the schema.

    Args:
        airflow_url: of Airflow's own database; None leaves that of the backup aside.
        keep_in: folder for the backup of what is there; None keeps nothing.
        attachments: other files to keep with that one, by name.

    Raises:
        BrokenBackup: the backup is not whole; nothing has changed.
        WrongInput: it is of the other market, of later software, or has no Airflow database; nothing has
            changed.
        Occupied: somebody is connected to the databases; nothing has changed but those replaced before.
        NotKept: what is there cannot be kept; nothing has changed.
        ToolFailed: PostgreSQL refused the content; that database, and what its rows name, is as before.
    """
    manifest = verify(folder)
    _expect_fitting(manifest, settings, airflow_url)
    databases = {"platform": settings.require_database_url()} | (
        {"airflow": airflow_url} if airflow_url else {}
    )
    for url in databases.values():
        _expect_nobody(settings, url)
    kept = None
    if keep_in is not None and _is_anything_there(settings, store, databases.values()):
        kept = _keep(settings, store, keep_in, airflow_url, attachments)

    # A load that fails leaves a whole platform behind, the one from before: files that the store lacks come
    # ahead of the rows that name them, and rows of now know nothing of them. What is there with other content
    # is named by rows of now, and so is replaced after them. None is removed: no row ever names a file that
    # is gone.
    wanted = {key: manifest.files[f"artifacts/{key}"].sha256 for key in manifest.artifact_keys()}
    there = {key: _sha256(store, key) for key in wanted}
    _bring_back(store, folder, {key: wanted[key] for key in wanted if there[key] is None})
    move = _MOVE + (SQL_ROOT / "queries" / "backup" / "move_artifacts.sql").read_text()
    roots = {"old_root": manifest.artifact_root, "new_root": store.root_url}
    _replace(settings, databases["platform"], folder / "platform.dump", move, roots)
    _bring_back(store, folder, {key: wanted[key] for key in wanted if there[key] not in {None, wanted[key]}})
    if airflow_url is not None:
        _replace(settings, airflow_url, folder / "airflow.dump")
    return Restored(manifest, kept)


def _expect_fitting(manifest: Manifest, settings: Settings, airflow_url: str | None) -> None:
    if manifest.market != settings.market:
        raise WrongInput(
            f"The backup is of {manifest.market} prices and this platform of {settings.market} ones, which "
            "never mix. Set VN30_PRICE_SOURCE to what it was."
        )
    if manifest.newest_migration not in {None, *known_migrations()}:
        raise WrongInput(
            f"The backup has the migration {manifest.newest_migration}, which this software does not know: "
            "it is of a later version. Put that version in place, or one after it, and restore with that."
        )
    if airflow_url is not None and "airflow" not in manifest.dumps():
        raise WrongInput("The backup has no Airflow database: unset VN30_AIRFLOW_DATABASE_URL.")


def _is_anything_there(settings: Settings, store: ArtifactStore, urls: Iterable[str]) -> bool:
    for url in urls:
        with _connected(settings, url) as connection:
            if fetch_returned(connection, "backup/tables")["tables"]:
                return True
    return any(True for folder in RUN_FOLDERS for _ in store.files(folder))


def _keep(
    settings: Settings,
    store: ArtifactStore,
    into: Path,
    airflow_url: str | None,
    attachments: Mapping[str, bytes] | None,
) -> Path:
    log.info("What is there now is kept first, in %s", into)
    try:
        kept = back_up(settings, store, into, airflow_url, attachments, NAME_BEFORE_RESTORE)
    except (WrongInput, ToolFailed, FilesHeld, OSError) as error:
        raise NotKept(
            f"What is there now cannot be kept before it is replaced: {error}\nNothing has changed. Mend "
            "that, or restore without a way back: --keep-nothing (make restore: KEEP=nothing)."
        ) from error
    log.info("The way back is to restore %s", kept)
    return kept


def _replace(
    settings: Settings,
    url: str,
    dump: Path,
    afterwards: str = "",
    variables: Mapping[str, str] | None = None,
) -> None:
    # Again: since it was looked at first, minutes may have gone by.
    _expect_nobody(settings, url)
    log.info("Database %s", dump.stem)
    load(url, dump, afterwards, variables)


def _sha256(store: ArtifactStore, key: str) -> str | None:
    try:
        return store.sha256(store.url(key))
    except FileNotFoundError:
        return None


def _bring_back(store: ArtifactStore, folder: Path, files: Mapping[str, str]) -> None:
    """Put files in place, given by their keys, with the SHA-256 that they must have."""
    if files:
        log.info("%d files", len(files))
    for key, sha256 in files.items():
        copy = folder / "artifacts" / key
        content = copy.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise WrongInput(f"{copy} changes while it is read.")
        store.put(key, content)


def _expect_nobody(settings: Settings, url: str) -> None:
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
    """A connection without a transaction, which would see the server's activity as it was once."""
    engine = make_engine(settings.model_copy(update={"database_url": SecretStr(url)}))
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection
    finally:
        engine.dispose()
