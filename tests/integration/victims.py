"""A PostgreSQL server of a test's own and processes that work on it, to be killed."""

import multiprocessing
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa

from vn30.local.postgres import EmbeddedPostgres
from vn30.migrations import migrate
from vn30.settings import Settings
from vn30.warehouse import make_engine

PATIENCE = 60
WORK = ("tests.integration.crawl_csv", "tests.integration.train_tasks")
"""What is imported once, for every process to begin with."""


@dataclass(frozen=True)
class Kill:
    """So many seconds after so many messages were heard: of the server, or of the process."""

    heard: int
    seconds: float
    server: bool


@dataclass(frozen=True)
class Outcome:
    """What a process told, when (seconds of a monotonic clock), and how it ended."""

    heard: list[Any]
    times: list[float]
    exit_code: int | None


class Victims:
    """Processes that are forked from a warm one, as Airflow forks its tasks, and their server."""

    def __init__(self, folder: Path) -> None:
        self.csv = folder / "prices.csv"
        self._data = folder / "postgres"
        self._server = EmbeddedPostgres(self._data)
        self._server.start()
        url = self._server.database_url("kills")
        self.engine = make_engine(Settings(database_url=url), poolclass=sa.NullPool)
        migrate(self.engine)
        self._environment = {
            "VN30_DATABASE_URL": url,
            "VN30_HOME": str(folder),
            "VN30_PRICE_SOURCE": f"csv:{self.csv}",
        }
        self._processes = multiprocessing.get_context("forkserver")
        # The first test of a session starts the one fork server of all.
        self._processes.set_forkserver_preload(list(WORK))

    def run(self, target: Callable[..., None], *arguments: Any, kill: Kill | None = None) -> Outcome:
        """Call ``target(environment, *arguments, told)`` in a process of its own, and perhaps kill it."""
        hears, tells = self._processes.Pipe(duplex=False)
        process = self._processes.Process(target=target, args=(self._environment, *arguments, tells))
        process.start()
        tells.close()
        heard, times = [], []
        with suppress(EOFError):
            while kill is None or len(heard) < kill.heard:
                heard.append(hears.recv())
                times.append(time.monotonic())
        if kill is None:
            process.join(PATIENCE)
        else:
            time.sleep(kill.seconds)
            self._kill(process, kill.server)
            with suppress(EOFError):
                while True:
                    heard.append(hears.recv())
                    times.append(time.monotonic())
        return Outcome(heard, times, process.exitcode)

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
def new_victims() -> Iterator[Victims]:
    """Victims of a test's own; nothing of them is left behind."""
    folder = Path(tempfile.mkdtemp(prefix="vn30-kills-", dir="/tmp"))
    # Started by root, the server runs as a user of its own.
    folder.chmod(0o755)
    victims = Victims(folder)
    try:
        yield victims
    finally:
        victims.close()
        shutil.rmtree(folder, ignore_errors=True)
