"""Removes what old runs leave behind: files, daily points, log lines, and panels that nobody uses.

Kept are the files of the newest runs, of unfinished ones, of those whose models are served, and of those with
a forecast whose target session is still to come. Kept for ever is what each run forecast and how good it was.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from vn30.artifacts import ArtifactStore, Listed
from vn30.file_hold import hold_files
from vn30.settings import Settings
from vn30.warehouse import engine, execute, fetch_all, fetch_one, transaction

log = logging.getLogger(__name__)

# Where runs keep their files, the second one until they were called models.
RUN_FOLDERS = ("models", "runs")
PANEL_FOLDER = "panels"

# Nothing that a task has begun takes so long: a file that no row names by then never will be named.
UNCLAIMED = timedelta(days=1)
UNUSED_PANEL = timedelta(days=7)

# Seconds to wait for a backup to end.
_PATIENCE = 60.0


class Tidied(NamedTuple):
    """How much one call of :func:`tidy` removed: runs and panels that expired, files, and their bytes."""

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
    """Remove what has expired; what a call that was killed has left, the next one removes.

    Rows let go of a run's files before the files go, so that no row ever names a file that is gone.

    Args:
        unclaimed: age from which a file that no row names is removed, as of a task that was killed.
        unused_panel: a panel is removed when it was last used longer ago, and no kept run has yet to be
            finished with it.

    Raises:
        OSError: the store refuses to remove a file.
        FilesHeld: a backup is being made.
    """
    with hold_files(engine(), _PATIENCE):
        tidied = _tidy(settings, store, datetime.now(UTC) - unclaimed, unused_panel)
    log.info(
        "Retention: %d runs and %d panels have expired; %d files removed, %.1f MB",
        tidied.runs,
        tidied.panels,
        tidied.files,
        tidied.bytes / 1e6,
    )
    return tidied


def _tidy(settings: Settings, store: ArtifactStore, before: datetime, unused_panel: timedelta) -> Tidied:
    with transaction() as connection:
        expired = fetch_all(connection, "retention/expired_runs", keep=settings.keep_runs)
    runs = sum(_let_go(str(run["id"])) for run in expired)
    removed: list[Listed] = []
    for folder in RUN_FOLDERS:
        for run, files in _by_run(store, folder).items():
            removed += _remove_run_files(store, run, files, before)
    panels = {file.url: file for file in store.files(PANEL_FOLDER)}
    unused = _remove_unused_panels(store, panels, unused_panel)
    removed += [panels[url] for url in unused if url in panels]
    removed += _remove_unfinished(store, panels.values(), before)
    return Tidied(runs, len(unused), len(removed), sum(file.size_bytes for file in removed))


def _let_go(run_id: str) -> bool:
    """Clear all rows that are bulky or name files; False if the run is not over."""
    with transaction() as connection:
        if not execute(connection, "retention/mark_tidied", run_id=run_id):
            return False
        execute(connection, "retention/clear_run", run_id=run_id)
        return True


def _by_run(store: ArtifactStore, folder: str) -> Mapping[str, list[Listed]]:
    runs: dict[str, list[Listed]] = defaultdict(list)
    for file in store.files(folder):
        runs[file.url.split(f"/{folder}/")[-1].split("/")[0]].append(file)
    return runs


def _remove_run_files(
    store: ArtifactStore, run_id: str, files: Collection[Listed], before: datetime
) -> list[Listed]:
    """All files of a tidied run; of others, those of tickers that are older than ``before`` and in no row.

    Files of a run that this database does not know stay: another one may share the store.
    """
    with transaction() as connection:
        run = fetch_one(connection, "retention/lock_run", run_id=run_id)
        if run is None or run["unfinished"]:
            return []
        tidied = run["tidied"]
        staying = {row["url"] for row in fetch_all(connection, "retention/run_urls", run_id=run_id)}
        if not tidied:
            # No row names what is not of a ticker, the pooled model: it stays with the run.
            staying |= {file.url for file in files if file.url.split("/")[-2] == run_id}
        going = [file for file in files if file.url not in staying and (tidied or file.modified_at < before)]
        store.remove(file.url for file in going)
    return going


def _remove_unused_panels(store: ArtifactStore, files: Mapping[str, Listed], unused: timedelta) -> list[str]:
    """Remove what was not used for so long, and return the URLs."""
    seconds = unused.total_seconds()
    with transaction() as connection:
        rows = fetch_all(connection, "retention/unused_panels", seconds=seconds)
    urls: list[str] = []
    for row in rows:
        with transaction() as connection:
            panel = fetch_one(
                connection, "retention/delete_panel", content_hash=row["content_hash"], seconds=seconds
            )
            if panel is None:
                continue
            # While the row is locked: who wants the panel now waits, and makes it again. After a kill before
            # the commit the row names no file, which is looked for before each use.
            store.remove({panel["url"]} & files.keys())
            urls.append(panel["url"])
    return urls


def _remove_unfinished(store: ArtifactStore, files: Iterable[Listed], before: datetime) -> list[Listed]:
    """What a writer that was killed has left of a file: it never got its name."""
    going = [
        file for file in files if file.url.rsplit("/", 1)[-1].startswith(".") and file.modified_at < before
    ]
    store.remove(file.url for file in going)
    return going
