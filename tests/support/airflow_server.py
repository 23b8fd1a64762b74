"""Airflow's real API server over a fresh database, without a scheduler: runs are accepted and stay queued.

Both DAGs are stored in it: everything but the running of tasks can be tested against the real REST API.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.support.ports import free_port
from vn30.local.environment import airflow_environment, platform_environment
from vn30.local.home import Home
from vn30.local.postgres import EmbeddedPostgres
from vn30.names import API_USER
from vn30.settings import PROJECT_ROOT, Settings

START_SECONDS = 600.0


@dataclass(frozen=True)
class AirflowServer:
    """A running API server, the user that the platform's API acts as, and the environment it all has."""

    url: str
    username: str
    password: str
    environment: dict[str, str]


@contextmanager
def airflow_api_server(postgres: EmbeddedPostgres, home: Path, database_url: str) -> Iterator[AirflowServer]:
    """Set up Airflow below ``home``, store the DAGs and serve, from ``with`` to its end.

    Args:
        database_url: of the platform's own tables, which the listeners in the server write to.
    """
    settings = Settings(home=home, airflow_port=free_port())
    folders = Home(home)
    folders.create()
    secrets = folders.secrets()
    airflow = airflow_environment(
        settings, folders, secrets, postgres.database_url(f"airflow_{settings.airflow_port}")
    )
    base = platform_environment(settings, folders, secrets, database_url, {**os.environ, **airflow})
    environment = {**base, "VN30_AIRFLOW_ADMIN_PASSWORD": secrets.airflow_admin_password}
    log = folders.logs / "airflow.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.support.airflow_server"],
            cwd=PROJECT_ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = environment["VN30_AIRFLOW_URL"]
            _wait_for(url, server, log)
            yield AirflowServer(url, API_USER, secrets.airflow_api_password, environment)
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="session")
def airflow_server(
    postgres: EmbeddedPostgres, make_database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AirflowServer]:
    """One API server for the whole test session."""
    with airflow_api_server(postgres, tmp_path_factory.mktemp("airflow"), make_database("mirror")) as server:
        yield server


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    # One client: each new one reads the certificates of the machine, which takes processor time.
    with httpx.Client(base_url=url, timeout=5) as client:
        while True:
            try:
                if client.get("/api/v2/version").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            alive = server.poll() is None and time.monotonic() < deadline
            assert alive, log.read_text(errors="replace")[-3000:]
            time.sleep(0.2)


def _set_up_and_serve() -> None:
    """In one process, so that Airflow is imported once."""
    from airflow.cli.cli_parser import get_parser
    from airflow.cli.commands.dag_command import dag_reserialize

    from vn30.airflow import setup

    if setup.main():
        sys.exit(1)
    dag_reserialize(get_parser().parse_args(["dags", "reserialize"]))
    os.execv(sys.executable, [sys.executable, "-m", "vn30.airflow", "api-server"])  # noqa: S606 - no input


if __name__ == "__main__":
    _set_up_and_serve()
