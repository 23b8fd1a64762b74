"""Removes the files, daily points and log lines of old runs, unused panels, and replaced files of minutes.

Retention keeps the files of the newest runs, of unfinished runs, of runs whose models are served, of pinned
champions and those before them, and of runs with a forecast whose target session has not come yet. It never
removes forecasts, scores and metrics.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from vn30.database.locks import artifact_lock
from vn30.database.warehouse import engine, execute, fetch_all, fetch_one, transaction
from vn30.ingestion.intraday.minutes_writer import remove_unused_files
from vn30.settings import Settings
from vn30.storage.artifacts import ArtifactStore, Listed

log = logging.getLogger(__name__)

# The folders of the runs' files; earlier versions used the second name.
RUN_FOLDERS = ("models", "runs")
PANEL_FOLDER = "panels"

# No task takes so long: a file of this age that no row references was left by a killed task.
UNCLAIMED = timedelta(days=1)
UNUSED_PANEL = timedelta(days=7)

# The wait for a running backup.
_LOCK_TIMEOUT_SECONDS = 60.0


class Tidied(NamedTuple):
    """The result of one call of :func:`tidy`: expired runs and panels, removed files, and their bytes."""

    runs: int
    panels: int
    files: int
    bytes: int


def tidy(
    settings: Settings,
    store: ArtifactStore,
    *,
    unclaimed: timedelta = UNCLAIMED,
    unused_panel: timedelta = UNUSED_PANEL,
) -> Tidied:
    """Remove expired files and rows. If a call is interrupted, the next call completes the removal.

    The references in the tables are cleared before the files are removed, so that no row references a missing
    file.

    Args:
        unclaimed: the age from which a file that no row references is removed.
        unused_panel: the time since the last use after which a panel is removed, unless an unfinished or
            failed run needs it.

    Raises:
        OSError: the store could not remove a file.
        LockTimeout: a backup is still running.
    """
    with artifact_lock(engine(), _LOCK_TIMEOUT_SECONDS):
        tidied = _tidy(settings, store, unclaimed, unused_panel)
    log.info(
        "Retention: %d runs and %d panels expired; %d files removed, %.1f MB",
        tidied.runs,
        tidied.panels,
        tidied.files,
        tidied.bytes / 1e6,
    )
    return tidied


def _tidy(settings: Settings, store: ArtifactStore, unclaimed: timedelta, unused_panel: timedelta) -> Tidied:
    before = datetime.now(UTC) - unclaimed
    with transaction() as connection:
        expired = fetch_all(connection, "experiments/expired_runs", keep=settings.keep_runs)
    runs = sum(_clear_rows(str(run["id"])) for run in expired)
    removed: list[Listed] = []
    for folder in RUN_FOLDERS:
        for run, files in _by_run(store, folder).items():
            removed += _remove_run_files(store, run, files, before)
    panels = {file.url: file for file in store.files(PANEL_FOLDER)}
    unused = _remove_unused_panels(store, panels, unused_panel)
    removed += [panels[url] for url in unused if url in panels]
    removed += _remove_unfinished(store, panels.values(), before)
    removed += remove_unused_files(store, unclaimed)
    return Tidied(runs, len(unused), len(removed), sum(file.size_bytes for file in removed))


def _clear_rows(run_id: str) -> bool:
    """Clear the rows that are bulky or reference files; False if the run has not ended."""
    with transaction() as connection:
        if not execute(connection, "experiments/mark_tidied", run_id=run_id):
            return False
        execute(connection, "experiments/clear_run", run_id=run_id)
        return True


def _by_run(store: ArtifactStore, folder: str) -> Mapping[str, list[Listed]]:
    runs: dict[str, list[Listed]] = defaultdict(list)
    for file in store.files(folder):
        runs[file.url.split(f"/{folder}/")[-1].split("/")[0]].append(file)
    return runs


def _remove_run_files(
    store: ArtifactStore, run_id: str, files: Collection[Listed], before: datetime
) -> list[Listed]:
    """Remove all files of a tidied run; of other runs, the tickers' unreferenced files older than ``before``.

    Files of a run that is not in this database stay, since another database may share the store.
    """
    with transaction() as connection:
        run = fetch_one(connection, "experiments/lock_run", run_id=run_id)
        if run is None or run["unfinished"]:
            return []
        tidied = run["tidied"]
        kept = {row["url"] for row in fetch_all(connection, "experiments/run_urls", run_id=run_id)}
        if not tidied:
            # No row references the files of the pooled model: they are kept with the run.
            kept |= {file.url for file in files if file.url.split("/")[-2] == run_id}
        removed = [file for file in files if file.url not in kept and (tidied or file.modified_at < before)]
        store.remove(file.url for file in removed)
    return removed


def _remove_unused_panels(store: ArtifactStore, files: Mapping[str, Listed], unused: timedelta) -> list[str]:
    """Remove the panels that were not used for the period ``unused``, and return their URLs."""
    seconds = unused.total_seconds()
    with transaction() as connection:
        rows = fetch_all(connection, "experiments/unused_panels", seconds=seconds)
    urls: list[str] = []
    for row in rows:
        with transaction() as connection:
            panel = fetch_one(
                connection, "experiments/delete_panel", content_hash=row["content_hash"], seconds=seconds
            )
            if panel is None:
                continue
            # The row is locked: a run that needs the panel waits, and computes it again. If the process is
            # killed before the commit, the row references a missing file; the store checks for it before each
            # use.
            store.remove({panel["url"]} & files.keys())
            urls.append(panel["url"])
    return urls


def _remove_unfinished(store: ArtifactStore, files: Iterable[Listed], before: datetime) -> list[Listed]:
    """Remove the temporary files of killed writers, whose names begin with a dot."""
    removed = [
        file for file in files if file.url.rsplit("/", 1)[-1].startswith(".") and file.modified_at < before
    ]
    store.remove(file.url for file in removed)
    return removed
