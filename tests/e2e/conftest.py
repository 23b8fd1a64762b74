"""Local platforms for the tests: one made anew for a test, and one with all forecasts that many share."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.ports import free_port
from vn30.airflow_api import AirflowApi
from vn30.airflow_api.dags import write_variable
from vn30.local.environment import API_USER
from vn30.local.processes import RunningPlatform
from vn30.local.setup import LocalPlatform, set_up
from vn30.pipelines import CONFIG_VARIABLE, CRAWLER_DAG, TRAINING_DAG
from vn30.settings import Settings
from vn30.training.config import default_document

# Few trees and sessions: the tests here are about the platform, not about the forecasts.
SMALL_CONFIG = default_document()
SMALL_CONFIG["dataWindow"]["lastSessions"] = 600
for model in ("randomForest", "gradientBoosting"):
    SMALL_CONFIG["models"][model]["nEstimators"] = 5
AS_OF = date(2026, 6, 30)
RUN_SECONDS = 600.0
"""What a run of all tickers may take on a busy machine; on two free cores it takes a tenth of that."""


def wait_until(holds: Callable[[], Any], seconds: float = 120.0, pause: float = 0.5) -> Any:
    """What ``holds`` returns once it is true."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(pause)
    return found


@contextmanager
def new_home() -> Iterator[Path]:
    """An empty folder that the server's own user can reach; it is gone in the end."""
    home = Path(tempfile.mkdtemp(prefix="vn30-e2e-", dir="/tmp"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def new_platform(**settings: Any) -> Iterator[LocalPlatform]:
    """A platform with a home and ports of its own, set up and not started."""
    with new_home() as home:
        wanted = Settings(**{"home": home, "api_port": free_port(), "airflow_port": free_port(), **settings})
        platform = set_up(wanted, lambda text: None)
        try:
            yield platform
        finally:
            platform.postgres.stop()


@dataclass(frozen=True)
class Platform:
    """A running platform: where it is, and Airflow's API as the platform's own API uses it."""

    api_url: str
    airflow_url: str
    home: Path
    settings: Settings
    airflow: AirflowApi

    def run(self, dag_id: str) -> str:
        """Have a DAG run to its end, which is success, and return the run's id."""
        run_id = self.airflow.trigger(dag_id)
        wait_until(lambda: self.airflow.run_state(dag_id, run_id).ended, RUN_SECONDS, pause=2)
        assert self.airflow.run_state(dag_id, run_id).state == "success"
        return run_id


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    """One platform on simulated prices for all tests that can live with each other.

    It starts with one crawl and one training of all tickers behind it, with few trees, and both DAGs paused.
    Whoever changes a Variable or a DAG's pause puts it back, and expects other runs beside its own. The first
    test to ask for it waits for minutes: give it ``pytest.mark.timeout(..., func_only=True)``.
    """
    with new_platform(as_of=AS_OF) as made, RunningPlatform(made) as running:
        running.wait_until_ready(lambda text: None)
        airflow = AirflowApi(running.airflow_url, API_USER, made.secrets.airflow_api_password)
        found = Platform(running.api_url, running.airflow_url, made.home.root, made.settings, airflow)
        write_variable(airflow, CONFIG_VARIABLE, json.dumps(SMALL_CONFIG, indent=2))
        for dag_id in (CRAWLER_DAG, TRAINING_DAG):
            airflow.unpause(dag_id)
            found.run(dag_id)
        for dag_id in (CRAWLER_DAG, TRAINING_DAG):
            airflow.pause(dag_id, True)
        yield found
