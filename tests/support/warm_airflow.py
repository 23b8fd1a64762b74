"""Runs scripts in processes that are forked from one that has imported Airflow, as Airflow forks its tasks.

``python -m tests.support.warm_airflow`` reads a job a line, a :class:`Job` as JSON, and writes the exit code
of each on a line, or the id of its process if it is to go on. Most of the time of a script on Airflow goes
into imports.
"""

import json
import os
import runpy
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

import psutil

from tests.support.processes import is_over
from vn30.garbage import collect_rarely
from vn30.settings import PROJECT_ROOT

PRELOADED = (
    "a2wsgi",
    "airflow.__main__",
    "airflow.dag_processing.dagbag",
    "airflow.providers.fab.www.security_appless",
    "airflow.sdk.execution_time.supervisor",
    "airflow.sdk.execution_time.task_runner",
    "vn30.airflow.timetable",
    "vn30.experiments.lookahead",
    "vn30.experiments.steps",
    "vn30.ingestion.load",
    "vn30.ingestion.quality_gate",
    "pyarrow.dataset",
    "sklearn.ensemble",
    "matplotlib.pyplot",
)


STOP_SECONDS = 60.0
"""A script that goes on may take so long to end."""


class Job(TypedDict):
    """A script with its arguments, its environment, and the files for its output."""

    words: list[str]
    environment: dict[str, str]
    stdout: str
    stderr: str
    goes_on: bool


class WarmAirflow:
    """The process that is forked.

    Args:
        environment: what Airflow reads when it is imported; that of a job may have more.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=environment,
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, words: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a script: its path, and its arguments."""
        with TemporaryDirectory() as folder:
            files = {name: str(Path(folder) / name) for name in ("stdout", "stderr")}
            code = self._send(Job(words=words, environment=dict(environment), **files, goes_on=False))
            texts = {name: Path(file).read_text() for name, file in files.items()}
        return subprocess.CompletedProcess(words, code, **texts)

    @contextmanager
    def running(self, words: list[str], environment: Mapping[str, str], log: Path) -> Iterator[None]:
        """A script that runs from ``with`` to its end, and writes all its output to ``log``."""
        output = str(log)
        job = Job(words=words, environment=dict(environment), stdout=output, stderr=output, goes_on=True)
        process = psutil.Process(self._send(job))
        try:
            yield
        finally:
            with suppress(psutil.NoSuchProcess):
                process.terminate()
            deadline = time.monotonic() + STOP_SECONDS
            while not is_over(process):
                if time.monotonic() > deadline:
                    process.kill()
                time.sleep(0.1)

    def _send(self, job: Job) -> int:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _serve() -> None:
    collect_rarely()
    # What is printed at an import is no exit code.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for name in PRELOADED:
        import_module(name)
    _prepare_dag_test()
    for line in sys.stdin:
        job = json.loads(line)
        process = os.fork()
        if process == 0:
            _work(job)
        answer = process if job["goes_on"] else os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        answers.write(f"{answer}\n")
        answers.flush()


def _prepare_dag_test() -> None:
    """Build what ``dag.test()`` builds first and keeps: the API that tasks call, and the tables' mappers."""
    from airflow.sdk.execution_time.supervisor import in_process_api_server
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    # Without its loop and its thread, which no fork would have.
    _ = in_process_api_server().app


def _work(job: Job) -> None:
    from airflow import settings

    for number, name in ((1, job["stdout"]), (2, job["stderr"])):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(job["environment"])
    # Airflow has read the folder of DAGs at its import.
    settings.DAGS_FOLDER = os.environ["AIRFLOW__CORE__DAGS_FOLDER"]
    sys.argv = job["words"]
    code = 0
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Neither the atexit functions nor the loop of the process that it was forked from.
        os._exit(code)


if __name__ == "__main__":
    _serve()
