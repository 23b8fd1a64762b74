"""Run DAGs through ``dag.test()``, one after the other, and print the state of each run on a line.

``run_dag.py <[[dag_id, conf], ...] as JSON>``. They share the process: most of its time goes into imports.
"""

import json
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from airflow import settings
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import DAG

from tests.support.dag_files import copy_dags


@cache
def load(dag_id: str, folders: Path) -> tuple[Path, DAG]:
    """The DAG, and a folder with its file alone."""
    folder = copy_dags(folders / dag_id, dag_id)
    return folder, DagBag(folder, bundle_path=folder, bundle_name="dags-folder").dags[dag_id]


def run(dag_id: str, conf: dict[str, object], folders: Path) -> str:
    """The state in which a run of the DAG ends."""
    folder, dag = load(dag_id, folders)
    # Each run stores all DAGs of this folder anew.
    settings.DAGS_FOLDER = str(folder)
    return str(dag.test(run_conf=conf).state)


if __name__ == "__main__":
    with TemporaryDirectory() as folders:
        print(*[run(*words, Path(folders)) for words in json.loads(sys.argv[1])], sep="\n")
