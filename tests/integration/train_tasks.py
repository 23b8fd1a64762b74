"""The tasks of a training run, each for a process of its own that a test may kill.

A fork server imports this, and all that is heavy, once. ``told`` hears how far a task is.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from tests.integration.crawl_csv import crawl as crawl
from vn30.settings import get_settings
from vn30.training import run
from vn30.training.finish import finish_experiment
from vn30.training.registry import Experiment
from vn30.training.run_state import close_lost_experiments

TRAINING, PUBLISHING, PUBLISHED = "training", "publishing", "published"


def start(environment: Mapping[str, str], name: str, config: dict[str, Any], told: Connection) -> None:
    """Start or restart the run, close what earlier ones left open, and tell experiment and panel."""
    os.environ.update(environment)
    close_lost_experiments(lambda airflow_run_id: airflow_run_id != name)
    experiment = run.resolve(name, config, None)
    told.send((asdict(experiment), run.build_panel_file(get_settings(), experiment)))


def train(
    environment: Mapping[str, str], experiment: dict[str, Any], panel: str, ticker: str, told: Connection
) -> None:
    """Train one ticker and tell when it begins, when all is computed, and when it is published."""
    os.environ.update(environment)
    publish = run.publish

    def tell_and_publish(*arguments: Any) -> None:
        told.send(PUBLISHING)
        publish(*arguments)

    run.publish = tell_and_publish
    told.send(TRAINING)
    run.train(get_settings(), Experiment(**experiment), panel, [], ticker)
    told.send(PUBLISHED)


def finish(environment: Mapping[str, str], name: str, told: Connection) -> None:
    """Close the run."""
    os.environ.update(environment)
    told.send(finish_experiment(get_settings(), name))
