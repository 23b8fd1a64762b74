"""Imports the heavy libraries once in the process from which tasks are forked.

Each task is a fork of the scheduler (LocalExecutor) or of a Celery worker, and shares the modules that its
parent has imported. Without this, every task would spend seconds on imports. Other processes import nothing
here.
"""

import importlib
import sys

from airflow.plugins_manager import AirflowPlugin

_PARENTS = ({"scheduler"}, {"celery", "worker"})
_HEAVY = ("vn30.ingestion.quality_gate", "vn30.ingestion.load", "vn30.experiments.steps")


def starts_tasks(arguments: list[str]) -> bool:
    """Whether a process with this command line forks tasks."""
    return any(parent <= set(arguments[1:3]) for parent in _PARENTS)


if starts_tasks(sys.argv):
    for name in _HEAVY:
        importlib.import_module(name)


class WarmUp(AirflowPlugin):
    """Registers this file, so that Airflow lists it among its plugins."""

    name = "vn30_warm_up"
