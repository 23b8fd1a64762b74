"""The tasks of a training run, each for a process of its own that a test may kill.

A fork server imports this, and all that is heavy, once. ``messages`` gets the progress of a task.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from tests.support.crawl_csv import crawl as crawl
from vn30.airflow.storage import task_store
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.record import Experiment
from vn30.experiments.start import start_run
from vn30.experiments.state import close_lost_experiments
from vn30.settings import get_settings

TRAINING, PUBLISHING, PUBLISHED = "training", "publishing", "published"


def start(environment: Mapping[str, str], name: str, config: dict[str, Any], messages: Connection) -> None:
    """Start or restart the run, close what earlier ones left open, and send experiment and panel."""
    os.environ.update(environment)
    close_lost_experiments(lambda airflow_run_id: airflow_run_id != name)
    experiment = start_run(name, config, None)
    messages.send((asdict(experiment), steps.build_panel_file(task_store(get_settings()), experiment)))


def train(
    environment: Mapping[str, str], experiment: dict[str, Any], panel: str, ticker: str, messages: Connection
) -> None:
    """Train one ticker, and report its start, the end of its computation and its publication."""
    os.environ.update(environment)
    publish = steps.publish

    def report_and_publish(*arguments: Any) -> None:
        messages.send(PUBLISHING)
        publish(*arguments)

    steps.publish = report_and_publish
    messages.send(TRAINING)
    steps.train(task_store(get_settings()), Experiment(**experiment), panel, [], ticker)
    messages.send(PUBLISHED)


def finish(environment: Mapping[str, str], name: str, messages: Connection) -> None:
    """Close the run."""
    os.environ.update(environment)
    messages.send(finish_experiment(task_store(get_settings()), name))
