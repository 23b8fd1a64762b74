"""Imports what tasks need once, in the process from which they are forked.

Each task is a fork of the scheduler (LocalExecutor) or of a Celery worker, and shares the modules that its
parent has imported. Without this, every task would spend seconds on imports. Other processes import nothing
here.
"""

import importlib
import sys

from airflow.plugins_manager import AirflowPlugin

_PARENTS = ({"scheduler"}, {"celery", "worker"})
_HEAVY = ("vn30.ingestion.quality_gate", "vn30.ingestion.load", "vn30.experiments.steps")
# Each task parses the file of its DAG: what the files of DAGs import takes a tenth of a second.
_OF_DAG_FILES = (
    "airflow.sdk.execution_time.supervisor",
    "airflow.sdk.execution_time.task_runner",
    "airflow.sdk.definitions.decorators",
    "airflow.providers.standard.decorators.python",
    "vn30.airflow.callbacks",
    "vn30.airflow.dag_defaults",
    "vn30.airflow.dag_docs",
    "vn30.airflow.deadline",
    "vn30.airflow.params",
)


def starts_tasks(arguments: list[str]) -> bool:
    """Whether a process with this command line forks tasks."""
    return any(parent <= set(arguments[1:3]) for parent in _PARENTS)


if starts_tasks(sys.argv):
    for name in (*_HEAVY, *_OF_DAG_FILES):
        importlib.import_module(name)


class WarmUp(AirflowPlugin):
    """Registers this file, so that Airflow lists it among its plugins."""

    name = "vn30_warm_up"
