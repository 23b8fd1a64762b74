"""Local platforms for the tests: one made anew for a test, and one with all forecasts that many share."""

import atexit
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from tests.support.ports import free_port
from tests.support.scratch import scratch_folder
from vn30.database.warehouse import make_engine
from vn30.local import processes
from vn30.local.processes import RunningPlatform
from vn30.local.setup import LocalPlatform, set_up
from vn30.market.calendar import HOSE_ZONE
from vn30.market.universe import members_on, vn30_tickers
from vn30.names import (
    API_USER,
    CONFIG_VARIABLE,
    CRAWLER_DAG,
    HORIZONS,
    RECORDED_TICKERS_VARIABLE,
    TRAINING_DAG,
)
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.dags import write_variable
from vn30.pipelines.airflow_api.runs import find_run
from vn30.pipelines.dag_settings import SETTINGS
from vn30.settings import Settings
from vn30.training_config.document import default_document
from vn30.users.accounts import DEMO_PASSWORD

# Few trees and sessions: the tests here are about the platform, not about the forecasts.
SMALL_CONFIG = default_document()
SMALL_CONFIG["dataWindow"]["lastSessions"] = 600
# In so short a time no model earns weight, and all forecasts would be the last close.
SMALL_CONFIG["ensemble"]["method"] = "mean"
for model in ("randomForest", "gradientBoosting"):
    SMALL_CONFIG["models"][model]["nEstimators"] = 5
AS_OF = date(2026, 6, 30)
PATIENCE = 600.0
"""Seconds that a platform's start or a run of all tickers may take on a busy machine: two free cores take a
tenth of that. Other tests run beside these."""
processes.START_TIMEOUT_SECONDS = round(PATIENCE)


RARE_PARSES = {"AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300"}
"""No DAG file changes while tests run, and an edit of settings asks for a parse of its own: to read all files
every half minute takes a tenth of a core."""


def far_schedule() -> dict[str, str]:
    """Settings of a DAG that does not come due by itself while tests run, whatever the hour."""
    return {"scheduleCron": f"0 {(datetime.now(HOSE_ZONE) + timedelta(hours=12)).hour} * * *"}


def variables_of_dag_files(**others: Any) -> dict[str, str]:
    """The environment of a platform on which nobody edits a DAG: all Variables that the files of DAGs read.

    For one that is not there, the DAG processor builds Airflow's whole API in itself: six core seconds.

    Args:
        others: further Variables, or other values.
    """
    far = {setting.name: far_schedule() for setting in SETTINGS.values()}
    return variables({**far, RECORDED_TICKERS_VARIABLE: [], **others})


def some_members(enough: int) -> list[str]:
    """Tickers to train where more than so many prove nothing more; ``TRAINED_TICKERS=30`` is all of them."""
    return sorted(members_on(AS_OF))[: int(os.environ.get("TRAINED_TICKERS") or enough)]


def variables(values: dict[str, Any]) -> dict[str, str]:
    """Airflow's environment with these Variables."""
    return {f"AIRFLOW_VAR_{name.upper()}": json.dumps(value) for name, value in values.items()}


def small_config(tickers: list[str]) -> dict[str, Any]:
    """:data:`SMALL_CONFIG` for these tickers alone."""
    return {**SMALL_CONFIG, "universe": {"useAllVn30": False, "tickers": tickers}}


def wait_until(holds: Callable[[], Any], pause: float = 0.5) -> Any:
    """What ``holds`` returns once it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (value := holds()):
        assert time.monotonic() < deadline
        time.sleep(pause)
    return value


def end_of_run(airflow: AirflowApi, dag_id: str, run_id: str) -> str:
    """Wait for the end of a run; returns its state. Its progress, with all tasks, takes more of a core."""

    def state() -> str | None:
        (run,) = find_run(airflow, [dag_id], run_id)
        return run.state if run.state in ("success", "failed") else None

    return str(wait_until(state, pause=2))


def make_home() -> Path:
    """An empty folder that the server's own user can reach, with a name as people give them."""
    return scratch_folder("vn30 của tôi ")


def reset_home(home: Path) -> None:
    """Make the folder if it is gone, and let the server's own user reach it."""
    home.mkdir(exist_ok=True)
    home.chmod(0o755)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that share a platform come last: it starts where a demo left off, and idles beside no other."""
    items.sort(key=lambda item: "platform" in getattr(item, "fixturenames", ()))


@cache
def _pattern() -> Path:
    """A home in which a platform was set up for simulated and real prices, and nothing else has happened."""
    home = make_home()
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    server = set_up(Settings(home=home, price_source="sample"), lambda text: None).postgres
    # To copy Airflow's database takes a fraction of its set-up, which is the same for both.
    server.database_url("airflow_real", like="airflow_simulated")
    server.keep_note("airflow_real", str(server.note("airflow_simulated")))
    server.stop()
    return home


def _copy_pattern(settings: Settings) -> None:
    """Give a new home the databases and the secrets of :func:`_pattern`, as Airflow's set-up takes longer."""
    pattern = _pattern()
    for name in ("postgres", "secrets.json"):
        # Copied by cp, which keeps the owner: started by root, the server runs as a user of its own.
        subprocess.run(["cp", "-a", pattern / name, settings.home / name], check=True)


@contextmanager
def set_up_in(home: Path, keep: bool = False, **settings: Any) -> Iterator[LocalPlatform]:
    """A platform with ports of its own, set up and not started; its home is gone in the end, or kept."""
    try:
        wanted = Settings(**{"home": home, "api_port": free_port(), "airflow_port": free_port(), **settings})
        if not (home / "postgres").exists():
            _copy_pattern(wanted)
        platform = set_up(wanted, lambda text: None)
        try:
            yield replace(platform, environment={**platform.environment, **RARE_PARSES})
        finally:
            platform.postgres.stop()
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def left_homes() -> Iterator[list[Path]]:
    """Homes that a test is done with and that have all forecasts of :data:`AS_OF`, if nothing went wrong."""
    homes: list[Path] = []
    yield homes
    for home in homes:
        shutil.rmtree(home, ignore_errors=True)


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
        assert end_of_run(self.airflow, dag_id, run_id) == "success"
        return run_id


@pytest.fixture(scope="session")
def platform(trained_home: Path) -> Iterator[Platform]:
    """One platform on simulated prices for all tests that can live with each other.

    It starts with a crawl and a training of all tickers behind it, with few trees, and their DAGs paused.
    Whoever changes a Variable or a DAG's pause puts it back, and expects other runs beside its own. The first
    test to ask for it waits for minutes: give it ``pytest.mark.timeout(PATIENCE, func_only=True)``.
    """
    with running_platform(trained_home) as running:
        yield running


@pytest.fixture(scope="session")
def trained_home(left_homes: list[Path]) -> Path:
    """The home that :func:`platform` starts in, with all forecasts of :data:`AS_OF`; nothing runs in it."""
    if not left_homes:
        left_homes.append(make_home())
        with running_platform(left_homes[-1]):
            pass
    return left_homes[-1]


@contextmanager
def running_platform(home: Path) -> Iterator[Platform]:
    """A platform as :func:`platform` has it, from ``with`` to its end."""
    with set_up_in(home, as_of=AS_OF, keep=True) as local, RunningPlatform(local) as running:
        running.wait_until_ready(lambda text: None)
        airflow = AirflowApi(running.airflow_url, API_USER, local.secrets.airflow_api_password)
        platform = Platform(running.api_url, running.airflow_url, home, local.settings, airflow)
        write_variable(airflow, CONFIG_VARIABLE, json.dumps(SMALL_CONFIG, indent=2))
        if not has_all_forecasts(local.settings):
            for dag_id in (CRAWLER_DAG, TRAINING_DAG):
                airflow.unpause(dag_id)
                platform.run(dag_id)
            assert has_all_forecasts(local.settings)
        # A demo has resumed the other two as well, which would run beside the tests.
        for dag_id in SETTINGS:
            airflow.pause(dag_id, True)
        wait_until(lambda: answers_from_airflow(running.api_url))
        yield platform


def answers_from_airflow(api_url: str) -> bool:
    """Whether the API reads from Airflow: if it found Airflow starting, it rests before it asks again."""
    with httpx.Client(base_url=api_url, timeout=60) as api:
        account = {"username": "ds1", "password": DEMO_PASSWORD}
        token = api.post("/api/v1/auth/login", json=account).raise_for_status().json()["accessToken"]
        dags = api.get(
            "/api/v1/pipeline/dags", headers={"Authorization": f"Bearer {token}"}
        ).raise_for_status()
        return {dag["source"] for dag in dags.json()} == {"airflow"}


def read(url: str, statement: str, **parameters: Any) -> list[sa.Row[Any]]:
    """The rows of a query, on a connection of its own."""
    with sa.create_engine(url, poolclass=NullPool).connect() as connection:
        return list(connection.execute(sa.text(statement), parameters))


def has_all_forecasts(settings: Settings) -> bool:
    """Whether every ticker has one at every horizon."""
    engine = make_engine(settings)
    with engine.connect() as connection:
        count = connection.scalar(sa.text("SELECT count(*) FROM current_forecasts"))
    engine.dispose()
    return bool(count == len(vn30_tickers()) * len(HORIZONS))
