"""Removes expired rows from Airflow's own database, and expired log files."""

import logging
import os
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from vn30.settings import Settings

log = logging.getLogger(__name__)


class CleaningFailed(RuntimeError):
    """``airflow db clean`` failed; its output is in the log."""


def clean_database(settings: Settings, now: datetime) -> None:
    """Remove rows older than ``keep_airflow_days`` from Airflow's database, which the settings name.

    Runs Airflow's own command in a separate process, because a task's process has no access to that database.
    The newest run of each DAG that was not triggered manually stays, whatever its age.

    Raises:
        CleaningFailed: the command failed. Tables that it cleaned before stay clean.
    """
    if settings.airflow_database_url is None:
        raise CleaningFailed("VN30_AIRFLOW_DATABASE_URL is not set.")
    url = settings.airflow_database_url.get_secret_value()
    before = now - timedelta(days=settings.keep_airflow_days)
    done = subprocess.run(  # noqa: S603 - nothing of it is input
        [
            *(sys.executable, "-m", "airflow", "db", "clean", "--yes", "--skip-archive"),
            *("--error-on-cleanup-failure", "--clean-before-timestamp", before.isoformat()),
        ],
        env={**os.environ, "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        log.info("%s", line)
    if done.returncode:
        raise CleaningFailed(f"airflow db clean ended with status {done.returncode}; see the log above.")


def clean_logs(settings: Settings, folder: Path, now: datetime) -> int:
    """Remove the files below ``folder`` that are older than ``keep_airflow_days``, and return their number.

    Removes the folders that this leaves empty. ``folder`` may be missing, as logs may be stored elsewhere.
    """
    before = (now - timedelta(days=settings.keep_airflow_days)).timestamp()
    removed = 0
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(parent, name)
            with suppress(FileNotFoundError):
                if path.lstat().st_mtime < before:
                    path.unlink()
                    removed += 1
        if Path(parent) != folder:
            with suppress(OSError):  # not empty
                Path(parent).rmdir()
    log.info("%d log files removed", removed)
    return removed
