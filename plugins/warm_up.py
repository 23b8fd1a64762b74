"""Imports the heavy libraries once in the process that tasks are forked from.

Each task is a fork of the scheduler (LocalExecutor) or of a Celery worker. What the parent has imported, the
children have for free; without this, every task pays seconds of imports again. Only those parents warm up.
"""

import importlib
import sys

from airflow.plugins_manager import AirflowPlugin

_PARENTS = ({"scheduler"}, {"celery", "worker"})
_HEAVY = ("vn30.ingestion.gate", "vn30.ingestion.load", "vn30.training.run")


def starts_tasks(arguments: list[str]) -> bool:
    """Whether a process with this command line forks tasks."""
    return any(parent <= set(arguments[1:3]) for parent in _PARENTS)


if starts_tasks(sys.argv):
    for name in _HEAVY:
        importlib.import_module(name)


class WarmUp(AirflowPlugin):
    """Registers this file, so that Airflow lists it among its plugins."""

    name = "vn30_warm_up"
