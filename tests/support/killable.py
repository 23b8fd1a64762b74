"""A PostgreSQL server of a test's own, and processes that work on it, to be killed."""

import atexit
import multiprocessing
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from tests.support.scratch import scratch_folder
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.local.postgres import EmbeddedPostgres
from vn30.settings import Settings

PATIENCE = 60
WORK = (
    "tests.support.crawl_csv",
    "tests.support.load_minutes",
    "tests.support.publish_lake",
    "tests.support.simulate_batch",
    "tests.support.train_tasks",
)
"""What is imported once, for every process to begin with."""


@dataclass(frozen=True)
class Kill:
    """A kill of the server or of the process, that many seconds after that many messages."""

    messages: int
    seconds: float
    server: bool


@dataclass(frozen=True)
class Outcome:
    """The messages of a process, their times (seconds of a monotonic clock), and its exit code."""

    messages: list[Any]
    times: list[float]
    exit_code: int | None


@cache
def _pattern() -> Path:
    """The data of a server with the platform's schema: a copy takes a fraction of the migrations' time."""
    folder = scratch_folder("vn30-kills-pattern-", durable=True)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = EmbeddedPostgres(folder / "postgres")
    server.start()
    engine = make_engine(Settings(database_url=server.database_url("kills")), poolclass=sa.NullPool)
    migrate(engine)
    engine.dispose()
    server.stop()
    return folder / "postgres"


class KillableProcesses:
    """Processes that are forked from a warm one, as Airflow forks its tasks, and their server."""

    def __init__(self, folder: Path) -> None:
        self.csv = folder / "prices.csv"
        self._data = folder / "postgres"
        # By cp, which keeps the owner: started by root, the server runs as a user of its own.
        subprocess.run(["cp", "-a", _pattern(), self._data], check=True)
        self._server = EmbeddedPostgres(self._data)
        self._server.start()
        url = self._server.database_url("kills")
        self.engine = make_engine(Settings(database_url=url), poolclass=sa.NullPool)
        self._environment = {
            "VN30_DATABASE_URL": url,
            "VN30_HOME": str(folder),
            "VN30_PRICE_SOURCE": f"csv:{self.csv}",
        }
        self._processes = multiprocessing.get_context("forkserver")
        # The first test of a session starts the one fork server of all.
        self._processes.set_forkserver_preload(list(WORK))

    def run(self, target: Callable[..., None], *arguments: Any, kill: Kill | None = None) -> Outcome:
        """Call ``target(environment, *arguments, sender)`` in a process of its own, and perhaps kill it."""
        receiver, sender = self._processes.Pipe(duplex=False)
        process = self._processes.Process(target=target, args=(self._environment, *arguments, sender))
        process.start()
        sender.close()
        messages, times = [], []
        with suppress(EOFError):
            while kill is None or len(messages) < kill.messages:
                messages.append(receiver.recv())
                times.append(time.monotonic())
        if kill is None:
            process.join(PATIENCE)
        else:
            time.sleep(kill.seconds)
            self._kill(process, kill.server)
            with suppress(EOFError):
                while True:
                    messages.append(receiver.recv())
                    times.append(time.monotonic())
        return Outcome(messages, times, process.exitcode)

    def _kill(self, process: ForkServerProcess, kill_server: bool) -> None:
        if kill_server:
            self._kill_server()
            # Without a server it fails by itself.
            process.join(PATIENCE)
            self._server.start()
        else:
            process.kill()
            process.join(PATIENCE)
            self._wait_for_backends()

    def _wait_for_backends(self) -> None:
        """A statement that had reached the server, a COMMIT perhaps, still runs to its end."""
        deadline = time.monotonic() + PATIENCE
        others = (
            "SELECT 1 FROM pg_stat_activity WHERE datname = 'kills' AND pid <> pg_backend_pid() "
            "AND application_name <> 'reader'"
        )
        while self.rows(others):
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def _kill_server(self) -> None:
        postmaster = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        # Stopped first: it must neither tidy up after its children nor start new ones.
        os.kill(postmaster.pid, signal.SIGSTOP)
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
        assert not alive

    def rows(self, statement: str, **parameters: Any) -> list[sa.Row]:
        with self.engine.connect() as connection:
            return list(connection.execute(sa.text(statement), parameters))

    def close(self) -> None:
        self.engine.dispose()
        self._server.stop()


@contextmanager
def killable_processes() -> Iterator[KillableProcesses]:
    """KillableProcesses of a test's own; nothing of them is left behind."""
    folder = scratch_folder("vn30-kills-", durable=True)
    killable = KillableProcesses(folder)
    try:
        yield killable
    finally:
        killable.close()
        shutil.rmtree(folder, ignore_errors=True)
