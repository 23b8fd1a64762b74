"""The running processes of the local platform: everything in the Procfile, under honcho."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType

import httpx

from vn30.airflow_api import AirflowApi, AirflowUnavailable
from vn30.local.celery import redis_folder
from vn30.local.ports import check_ports
from vn30.local.setup import LocalPlatform
from vn30.pipelines import ADMIN_USER, CRAWLER_DAG, TRAINING_DAG
from vn30.settings import PROJECT_ROOT

START_TIMEOUT_SECONDS = 240
STOP_TIMEOUT_SECONDS = 30


class StartFailed(RuntimeError):
    """The platform did not come up; the message says where its output is."""


def _wanted(workers: int) -> list[str]:
    """How many of which processes honcho is to start; one of each that is not named."""
    return ["start", "-c", f"redis={min(workers, 1)},worker={workers}"]


class RunningPlatform:
    """Starts every process on entering and stops every one of them on leaving."""

    def __init__(self, platform: LocalPlatform) -> None:
        self._platform = platform
        self.log = platform.home.logs / "platform.log"
        self.airflow_url = f"http://127.0.0.1:{platform.settings.airflow_port}"
        self.api_url = f"http://127.0.0.1:{platform.settings.api_port}"

    def __enter__(self) -> "RunningPlatform":
        check_ports(self._platform.settings)
        workers = self._platform.settings.workers
        tools = [os.path.dirname(sys.executable), *([str(redis_folder())] if workers else [])]
        environment = {
            **self._platform.environment,
            "PATH": os.pathsep.join([*tools, os.environ["PATH"]]),
        }
        with self.log.open("wb") as output:
            # A session of its own: Ctrl-C reaches only the caller, which then stops all in order.
            self._honcho = subprocess.Popen(  # noqa: S603 - nothing of it is input
                [sys.executable, "-m", "honcho", "-e", os.devnull, "--no-colour", *_wanted(workers)],
                cwd=PROJECT_ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # honcho passes the signal on to each process group and kills what has not ended five seconds later.
        if self._honcho.poll() is None:
            self._honcho.send_signal(signal.SIGTERM)
        self._honcho.wait(STOP_TIMEOUT_SECONDS)

    def wait_until_ready(self, say: Callable[[str], None]) -> AirflowApi:
        """Wait for both APIs, the scheduler and both DAGs, and return a client of Airflow.

        Raises:
            StartFailed: a process ended, or it took too long.
        """
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        say("Waiting for the API and for Airflow")
        while time.monotonic() < deadline:
            self.check_alive()
            client = self._ready_client()
            if client is not None:
                return client
            time.sleep(0.5)
        raise StartFailed(
            f"The platform was not ready after {START_TIMEOUT_SECONDS} seconds. Its output is in {self.log}."
        )

    def check_alive(self) -> None:
        """Do nothing while all processes run.

        Raises:
            StartFailed: one of them ended, and honcho has stopped the others.
        """
        if self._honcho.poll() is not None:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise StartFailed(f"A process of the platform ended. Its output is in {self.log}:\n{tail}")

    def _ready_client(self) -> AirflowApi | None:
        try:
            if httpx.get(f"{self.api_url}/status", timeout=5).status_code != 200:
                return None
            password = self._platform.secrets.airflow_admin_password
            client = AirflowApi(self.airflow_url, ADMIN_USER, password)
            ready = client.is_healthy() and {CRAWLER_DAG, TRAINING_DAG} <= client.dag_ids()
            return client if ready else None
        except (httpx.HTTPError, AirflowUnavailable):
            return None
