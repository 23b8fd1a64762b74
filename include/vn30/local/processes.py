"""The running processes of the local platform: everything in the Procfile, under honcho."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import IO, cast
from uuid import uuid4

import httpx

from vn30.local.celery import redis_folder
from vn30.local.marked_processes import MARK, READABLE_ENVIRONMENT, end_marked_processes
from vn30.local.ports import check_ports
from vn30.local.postgres_process import NotStarted
from vn30.local.setup import LocalPlatform
from vn30.local.sockets import make_socket_folder, remove_socket_folder
from vn30.names import ADMIN_USER, ALL_DAGS
from vn30.pipelines.airflow_api import AirflowApi, AirflowUnavailable
from vn30.settings import PROJECT_ROOT
from vn30.storage.write_faults import find_write_fault

START_TIMEOUT_SECONDS = 240
STOP_TIMEOUT_SECONDS = 30
MAX_DATABASE_RESTARTS, IN_SECONDS = 5, 600.0
DATABASE_PAUSE_SECONDS = 30.0
HOME_CHECK_SECONDS = 10.0

# Of a line of the log: the process that keep_running.sh starts again, or that honcho saw ending.
_RESTART = re.compile(r"^\S+ (?P<name>\S+)\.\d+ +\| keep_running: (?P<event>.*)$", re.MULTILINE)
_END = re.compile(r"^\S+ system +\| (?P<name>\S+)\.\d+ stopped \(rc=(?P<code>-?\d+)\)$", re.MULTILINE)
_LAST_LINES = 15


class StartFailed(RuntimeError):
    """The platform did not come up, or has ended; the message names the part and where its output is."""


def _wanted(workers: int) -> str:
    """How many of which processes honcho is to start; one of each that is not named."""
    return f"redis={min(workers, 1)},worker={workers}"


class RunningPlatform:
    """Starts every process on entering and stops every one of them on leaving.

    Args:
        say: shows a line to the user.
        mark: the value of MARK in the environment of every process.
    """

    def __init__(
        self, platform: LocalPlatform, say: Callable[[str], None] = lambda text: None, mark: str | None = None
    ) -> None:
        self._platform, self._say, self._mark = platform, say, mark or uuid4().hex
        self._database_restarts: deque[float] = deque(maxlen=MAX_DATABASE_RESTARTS)
        self._next_database_start = self._next_home_check = 0.0
        self._home_fault: str | None = None
        self._read_bytes = 0
        self.log = platform.home.logs / "platform.log"
        self.airflow_url = f"http://127.0.0.1:{platform.settings.airflow_port}"
        self.api_url = f"http://127.0.0.1:{platform.settings.api_port}"

    def __enter__(self) -> "RunningPlatform":
        check_ports(self._platform.settings)
        workers = self._platform.settings.workers
        if workers:
            make_socket_folder(self._platform.home.redis_socket.parent, os.geteuid())
        tools = [os.path.dirname(sys.executable), *([str(redis_folder())] if workers else [])]
        environment = {
            **self._platform.environment,
            **READABLE_ENVIRONMENT,
            MARK: self._mark,
            "PATH": os.pathsep.join([*tools, os.environ["PATH"]]),
        }
        with self.log.open("wb") as output:
            # A session of its own: Ctrl-C reaches only the caller, which then stops all in order.
            self._honcho = subprocess.Popen(  # noqa: S603 - nothing of it is input
                [sys.executable, "-m", "vn30.local.supervisor", _wanted(workers)],
                env={**os.environ, **READABLE_ENVIRONMENT, MARK: self._mark},
                cwd=PROJECT_ROOT,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # If this process is killed, the server stays as long as those that use it.
                pass_fds=[self._platform.postgres.use()],
            )
        # If it has ended already, check_alive reports it.
        with suppress(BrokenPipeError), cast(IO[bytes], self._honcho.stdin) as inlet:
            inlet.write(json.dumps(environment).encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # honcho passes the signal on to each process group and kills what has not ended five seconds later.
        if self._honcho.poll() is None:
            self._honcho.send_signal(signal.SIGTERM)
        try:
            with suppress(subprocess.TimeoutExpired):
                self._honcho.wait(STOP_TIMEOUT_SECONDS)
        finally:
            # A process whose shell was killed, or all of them if honcho was, or hangs.
            end_marked_processes(self._mark)
            self._honcho.wait()
            remove_socket_folder(self._platform.home.redis_socket.parent)

    def wait_until_ready(self, say: Callable[[str], None]) -> AirflowApi:
        """Wait for both APIs, the scheduler and the DAGs, and return a client of Airflow.

        Raises:
            StartFailed: a process ended, or it took too long.
        """
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        # One of each: to sign in and to read the certificates of the machine take processor time.
        airflow = AirflowApi(self.airflow_url, ADMIN_USER, self._platform.secrets.airflow_admin_password)
        say("Waiting for the API and for Airflow")
        with httpx.Client(base_url=self.api_url, timeout=5) as api:
            while time.monotonic() < deadline:
                self.check_alive()
                if _is_ready(api, airflow):
                    return airflow
                time.sleep(0.5)
        raise StartFailed(
            f"The platform was not ready after {START_TIMEOUT_SECONDS} seconds. Its output is in {self.log}."
        )

    def check_alive(self) -> None:
        """Do nothing while all processes run; show which of them have ended and are started again.

        A PostgreSQL that has ended and does not start is tried again later: where its disk is full, all goes
        on when there is space again.

        Raises:
            StartFailed: one of them ended for good, and the others have been stopped; the message names it.
        """
        for restart in _RESTART.finditer(self._new_output()):
            self._say(f"{restart['name']} {restart['event']}; its output is in {self.log}")
        if self._honcho.poll() is not None:
            output = self.log.read_text(errors="replace")
            tail = "\n".join(output.splitlines()[-_LAST_LINES:])
            raise StartFailed(f"{_which_ended(output)} Its output is in {self.log}:\n{tail}")
        if time.monotonic() >= self._next_database_start:
            self._restart_database()
        if time.monotonic() >= self._next_home_check:
            self._check_home()

    def _check_home(self) -> None:
        """Show once that the home cannot be written: the log of the processes would not."""
        self._next_home_check = time.monotonic() + HOME_CHECK_SECONDS
        with suppress(OSError):
            root = self._platform.home.root
            fault = find_write_fault(root)
            if fault != self._home_fault:
                self._say(f"{root} cannot be written: {fault}." if fault else f"{root} can be written again.")
            self._home_fault = fault

    def _restart_database(self) -> None:
        try:
            restarted = self._platform.postgres.restart_if_ended()
        except (NotStarted, OSError) as error:
            if not self._next_database_start:
                self._say(f"{error}\nIt is tried again every {DATABASE_PAUSE_SECONDS:.0f} seconds.")
            self._next_database_start = time.monotonic() + DATABASE_PAUSE_SECONDS
            return
        self._next_database_start = 0.0
        if restarted:
            self._say(f"PostgreSQL ended and was started again; its log is {self._platform.postgres.log}")
            self._count_database_restart()

    def _count_database_restart(self) -> None:
        now = time.monotonic()
        self._database_restarts.append(now)
        if len(self._database_restarts) == MAX_DATABASE_RESTARTS and (
            now - self._database_restarts[0] < IN_SECONDS
        ):
            raise StartFailed(
                f"PostgreSQL ended {MAX_DATABASE_RESTARTS} times in {IN_SECONDS / 60:.0f} minutes. Its log "
                f"ends with:\n{self._platform.postgres.last_lines()}"
            )

    def _new_output(self) -> str:
        """The whole lines that were added to the log since the last call."""
        with self.log.open("rb") as log:
            log.seek(self._read_bytes)
            new = log.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read_bytes += len(whole)
        return whole.decode(errors="replace")


def _is_ready(api: httpx.Client, airflow: AirflowApi) -> bool:
    try:
        if api.get("/status").status_code != httpx.codes.OK:
            return False
        return airflow.is_healthy() and airflow.dag_ids() >= ALL_DAGS
    except (httpx.HTTPError, AirflowUnavailable):
        return False


def _which_ended(output: str) -> str:
    """A sentence on the process that ended first; if none did, honcho itself was killed."""
    ended = _END.search(output)
    if ended is None:
        return "honcho, which runs the processes of the platform, was killed."
    return f"The process {ended['name']} of the platform ended with status {ended['code']}."
