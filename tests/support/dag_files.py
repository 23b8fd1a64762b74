"""Folders with some of the project's DAGs: to read a file takes Airflow a fifth of a second or more."""

import shutil
from pathlib import Path

from vn30.settings import PROJECT_ROOT


def copy_dags(folder: Path, *dag_ids: str) -> Path:
    """Put the files of these DAGs into the folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for dag_id in dag_ids:
        # Each file holds the DAG that it is named after.
        shutil.copy(PROJECT_ROOT / "dags" / f"{dag_id}.py", folder)
    return folder
