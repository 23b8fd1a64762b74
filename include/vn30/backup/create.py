"""Makes a backup while the platform runs."""

import logging
import shutil
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vn30.artifacts import ArtifactStore
from vn30.backup import postgres_tools
from vn30.backup.manifest import MANIFEST, Manifest, facts_of
from vn30.errors import WrongInput
from vn30.file_hold import hold_files
from vn30.migrations import newest_migration
from vn30.settings import Settings
from vn30.training.retention import RUN_FOLDERS
from vn30.warehouse import make_engine

log = logging.getLogger(__name__)

# Retention removes a few hundred files in this time.
_PATIENCE = 600.0
_MOMENT = "%Y%m%dT%H%M%SZ"
# No backup takes so long: one that is still unfinished by then was killed.
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

    The databases come first, then the files: every file that a row of the dump names was there by then, and
    retention removes none meanwhile. Panels are left out, as a run makes again those that it misses. The
    folder is readable by its owner only, and gets its name when all of it is written; what killed ones have
    left in ``into`` is removed after a day.

    Args:
        airflow_url: of Airflow's own database; None leaves it out.
        attachments: other files to keep with it, by name.

    Raises:
        WrongInput: nothing can be written into ``into``.
        FilesHeld: old files are being removed, for minutes.
        ToolFailed: pg_dump failed.
    """
    made_at = datetime.now(UTC)
    _remove_abandoned(into, made_at)
    folder = into / f"{name}-{made_at.strftime(_MOMENT)}"
    unfinished = folder.with_name(f".{folder.name}")
    try:
        unfinished.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise WrongInput(f"No backup can be written into {into}: {error.strerror}.") from error
    try:
        databases = {"platform": settings.require_database_url(), "airflow": airflow_url}
        engine = make_engine(settings)
        try:
            with hold_files(engine, _PATIENCE):
                for database, url in databases.items():
                    if url is not None:
                        log.info("Database %s", database)
                        postgres_tools.dump(url, unfinished / f"{database}.dump")
                # After the dump: it may hold less than the manifest says, and never more.
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
            files=facts_of(unfinished),
        )
        (unfinished / MANIFEST).write_text(manifest.model_dump_json(indent=2))
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    log.info("%d files, %.1f MB: %s", len(manifest.files), manifest.size() / 1e6, folder)
    return folder


def _remove_abandoned(into: Path, now: datetime) -> None:
    """Remove the folders of backups that were killed: they are hidden, and may hold whole dumps."""
    for name in (NAME, NAME_BEFORE_RESTORE):
        for folder in into.glob(f".{name}-*"):
            with suppress(ValueError):  # of somebody else
                begun = datetime.strptime(folder.name, f".{name}-{_MOMENT}").replace(tzinfo=UTC)
                if now - begun > _ABANDONED:
                    log.info("Removing %s, which a backup that was killed has left", folder)
                    shutil.rmtree(folder, ignore_errors=True)


def _copy_artifacts(store: ArtifactStore, folder: Path) -> None:
    for run_folder in RUN_FOLDERS:
        files = [file for file in store.files(run_folder) if not file.url.rsplit("/", 1)[-1].startswith(".")]
        if files:
            log.info("%d files of %s", len(files), run_folder)
        for file in files:
            path = folder / store.key(file.url)
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(store.open(file.url)) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
