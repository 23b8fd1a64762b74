"""Creates a backup while the platform runs."""

import logging
import shutil
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vn30.backup import postgres_tools
from vn30.backup.manifest import MANIFEST, Manifest, digests_of
from vn30.database.locks import artifact_lock
from vn30.database.migrations import newest_migration
from vn30.database.warehouse import make_engine
from vn30.errors import WrongInput
from vn30.experiments.retention import RUN_FOLDERS
from vn30.ingestion.intraday.minutes_writer import MINUTES_FOLDER
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore
from vn30.storage.write_faults import write_fault

log = logging.getLogger(__name__)

# Retention removes a few hundred files in this time.
_LOCK_SECONDS = 600.0
_MOMENT = "%Y%m%dT%H%M%SZ"
# No backup takes this long: an unfinished folder of this age was left by a killed process.
_ABANDONED = timedelta(days=1)

NAME, NAME_BEFORE_RESTORE = "vn30", "before-restore"


def back_up(
    settings: Settings,
    store: ArtifactStore,
    into: Path,
    airflow_url: str | None,
    attachments: Mapping[str, bytes] | None = None,
    name: str = NAME,
) -> Path:
    """Write a backup into a new folder of ``into``, ``<name>-<moment in UTC>``, and return that folder.

    The databases are dumped before the files are copied: every file that a row of the dump names exists by
    then, and the artifact lock keeps retention from removing it. Panels are left out, because a run computes
    missing ones again. Only the owner can read the folder. It gets its name when it is complete; unfinished
    folders of killed processes are removed from ``into`` after a day.

    Args:
        airflow_url: URL of Airflow's own database; None leaves it out.
        attachments: content of further files in the folder, by name.

    Raises:
        WrongInput: ``into`` cannot be made.
        OSError: it cannot be written; the error names it.
        LockTimeout: retention holds the artifact lock for too long.
        ToolFailed: pg_dump failed.
    """
    made_at = datetime.now(UTC)
    _remove_abandoned(into, made_at)
    folder = into / f"{name}-{made_at.strftime(_MOMENT)}"
    unfinished = folder.with_name(f".{folder.name}")
    try:
        unfinished.mkdir(parents=True, mode=0o700)
    except OSError as error:
        fault = write_fault(error) or error.strerror
        raise WrongInput(f"The folder for backups, {into}, cannot be written: {fault}.") from error
    try:
        databases = {"platform": settings.require_database_url(), "airflow": airflow_url}
        engine = make_engine(settings)
        try:
            with artifact_lock(engine, _LOCK_SECONDS):
                for database, url in databases.items():
                    if url is not None:
                        log.info("Database %s", database)
                        postgres_tools.dump(url, unfinished / f"{database}.dump")
                # After the dump, which may have fewer migrations than the manifest names, but never more.
                migration = newest_migration(engine)
                _copy_artifacts(store, unfinished / "artifacts")
        finally:
            engine.dispose()
        for attachment, content in (attachments or {}).items():
            (unfinished / attachment).write_bytes(content)
        manifest = Manifest(
            made_at=made_at,
            market=settings.market,
            artifact_root=store.root_url,
            newest_migration=migration,
            files=digests_of(unfinished),
        )
        (unfinished / MANIFEST).write_text(manifest.model_dump_json(indent=2))
        unfinished.rename(folder)
    except BaseException as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        if write_fault(error) and isinstance(error, OSError) and error.filename is None:
            # A write into an open file does not say which one.
            error.filename = str(into)
        raise
    log.info("%d files, %.1f MB: %s", len(manifest.files), manifest.size() / 1e6, folder)
    return folder


BACKED_UP_FOLDERS = (*RUN_FOLDERS, MINUTES_FOLDER)
"""Panels are computed again when they are needed."""


def _remove_abandoned(into: Path, now: datetime) -> None:
    """Remove the hidden folders that killed backups have left, which may contain whole dumps."""
    for name in (NAME, NAME_BEFORE_RESTORE):
        for folder in into.glob(f".{name}-*"):
            with suppress(ValueError):  # not a backup's folder
                begun = datetime.strptime(folder.name, f".{name}-{_MOMENT}").replace(tzinfo=UTC)
                if now - begun > _ABANDONED:
                    log.info("Removing %s, which a killed backup has left", folder)
                    shutil.rmtree(folder, ignore_errors=True)


def _copy_artifacts(store: ArtifactStore, folder: Path) -> None:
    for name in BACKED_UP_FOLDERS:
        files = [file for file in store.files(name) if not file.url.rsplit("/", 1)[-1].startswith(".")]
        if files:
            log.info("%d files of %s", len(files), name)
        for file in files:
            path = folder / store.key(file.url)
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(store.open(file.url)) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
