"""A small real market in a CSV, a fresh database for it, and Airflow on the embedded server."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from tests.support.dag_files import copy_dags
from tests.support.database import drop_database
from tests.support.scratch import scratch_folder
from tests.support.warm_airflow import WarmAirflow
from vn30.airflow.storage import task_store
from vn30.database import warehouse
from vn30.local.setup import LocalPlatform, set_up
from vn30.market.calendar import sessions_between
from vn30.market.universe import INDICES
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.settings import Settings, get_settings
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import default_document

TICKERS = ("FPT", "HPG", "VCB")
SCRIPTS = Path(__file__).parents[1] / "support"
SESSIONS = sessions_between(date(2023, 1, 1), date(2024, 6, 28))

# What turns the training of a ticker into a fraction of a second.
SMALL_CONFIG: dict[str, Any] = {
    **default_document(),
    "universe": {"useAllVn30": False, "tickers": list(TICKERS)},
    "models": {"randomForest": {"nEstimators": 5}, "gradientBoosting": {"nEstimators": 5}},
}


def simulated_bars(ticker: str) -> pd.DataFrame:
    """A deterministic random walk of possible bars, in VND or points, with the columns of the CSV."""
    level, digits = (1_000, 2) if ticker in INDICES else (50_000, 0)
    random = np.random.default_rng(sum(map(ord, ticker)))
    close = level * np.exp(np.cumsum(random.normal(0, 0.015, len(SESSIONS))))
    open_ = close * np.exp(random.normal(0, 0.004, len(SESSIONS)))
    return pd.DataFrame(
        {
            "symbol": ticker,
            "date": [session.isoformat() for session in SESSIONS],
            "open": open_.round(digits),
            "high": (np.maximum(open_, close) * 1.01).round(digits),
            "low": (np.minimum(open_, close) * 0.99).round(digits),
            "close": close.round(digits),
            "volume": random.integers(100_000, 5_000_000, len(SESSIONS)),
        }
    )


@pytest.fixture
def market() -> pd.DataFrame:
    """Three tickers, 369 sessions each: what the CSV holds before a test spoils it."""
    return pd.concat([simulated_bars(ticker) for ticker in TICKERS], ignore_index=True)


@dataclass
class Platform:
    """One test's platform without Airflow: a CSV to crawl, an empty database, an artifact store."""

    csv: Path
    settings: Settings

    @property
    def store(self) -> ArtifactStore:
        return task_store(self.settings)

    def write(self, market: pd.DataFrame) -> None:
        market.to_csv(self.csv, index=False)

    def rows(self, statement: str, **parameters: Any) -> list[Any]:
        with warehouse.engine().connect() as connection:
            return list(connection.execute(sa.text(statement), parameters))

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - names of the test's own


@pytest.fixture
def open_platform(
    make_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, market: pd.DataFrame
) -> Iterator[Callable[..., Platform]]:
    """``open_platform(**settings) -> Platform``: makes these the process's settings.

    The CSV holds the market.
    """
    csv = tmp_path / "prices.csv"
    market.to_csv(csv, index=False)
    database = make_database("platform")

    def open_with(**values: str) -> Platform:
        close()
        wanted = {
            "database_url": database,
            "home": str(tmp_path),
            "price_source": f"csv:{csv}",
            "as_of": "",
            **values,
        }
        for name, value in wanted.items():
            monkeypatch.setenv(f"VN30_{name.upper()}", value)
        get_settings.cache_clear()
        return Platform(csv, get_settings())

    def close() -> None:
        if warehouse.engine.cache_info().currsize:
            warehouse.engine().dispose()
        warehouse.engine.cache_clear()

    yield open_with
    close()
    get_settings.cache_clear()
    # Hundreds of tests have one each.
    drop_database(database)


@pytest.fixture
def platform(open_platform: Callable[..., Platform]) -> Platform:
    return open_platform()


@pytest.fixture(scope="session")
def airflow_home() -> Iterator[LocalPlatform]:
    """Airflow with its own database on an embedded server, set up as ``make demo`` does it."""
    home = scratch_folder("vn30-airflow-")
    platform = set_up(Settings(home=home), lambda text: None)
    try:
        yield platform
    finally:
        platform.postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def warm_airflow(airflow_home: LocalPlatform) -> Iterator[WarmAirflow]:
    """A process that has imported Airflow, from which those of :class:`Airflow` are forked."""
    warm = WarmAirflow(airflow_home.environment)
    yield warm
    warm.close()


@dataclass
class Airflow:
    """Runs DAGs of the project against one platform's database."""

    environment: dict[str, str]
    warm: WarmAirflow

    def dag_test(self, *runs: tuple[str, dict[str, Any]]) -> list[str]:
        """Run DAGs with their conf through ``dag.test()``, in one process, and return the runs' states."""
        done = self.warm.run([str(SCRIPTS / "run_dag.py"), json.dumps(runs)], self.environment)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip().splitlines()[-len(runs) :]

    @contextmanager
    def metadata(self) -> Iterator[sa.Connection]:
        """A connection to Airflow's own database."""
        url = self.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
        with sa.create_engine(url, poolclass=NullPool).connect() as connection:
            yield connection

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Airflow's command line."""
        return self._commands(words)

    def commands(self, *lines: tuple[str, ...]) -> str:
        """Run Airflow's command line once for each line of words, in one process, and return its output."""
        done = self._commands(*lines)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout + done.stderr

    def running(self, words: tuple[str, ...], log: Path) -> AbstractContextManager[None]:
        """Airflow's command line, from ``with`` to its end."""
        return self.warm.running(
            [str(SCRIPTS / "run_airflow.py"), json.dumps([words])], self.environment, log
        )

    def _commands(self, *lines: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
        return self.warm.run([str(SCRIPTS / "run_airflow.py"), json.dumps(lines)], self.environment)


def airflow_for(airflow_home: LocalPlatform, warm: WarmAirflow, settings: Settings) -> Airflow:
    """Airflow whose runs read and write the platform of these settings."""
    environment = {
        **airflow_home.environment,
        # What tests run by commands.
        "AIRFLOW__CORE__DAGS_FOLDER": str(
            copy_dags(airflow_home.home.root / "dags", CRAWLER_DAG, TRAINING_DAG)
        ),
        "VN30_DATABASE_URL": settings.require_database_url(),
        "VN30_PRICE_SOURCE": settings.price_source,
        "VN30_HOME": str(settings.home),
        "VN30_ARTIFACT_STORE": settings.artifact_root(),
        "AIRFLOW_VAR_VN30_TRAINING_CONFIG": json.dumps(SMALL_CONFIG),
    }
    return Airflow(environment, warm)


@pytest.fixture
def airflow(airflow_home: LocalPlatform, warm_airflow: WarmAirflow, platform: Platform) -> Airflow:
    return airflow_for(airflow_home, warm_airflow, platform.settings)
