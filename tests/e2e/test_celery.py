"""Airflow on two Celery workers with a Redis and an S3 server; one worker is killed while it trains."""

import hashlib
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import boto3
import psutil
import pytest
import sqlalchemy as sa
from celery import Celery

from tests.e2e.conftest import (
    AS_OF,
    PATIENCE,
    end_of_run,
    make_home,
    read,
    set_up_in,
    small_config,
    some_members,
    variables_of_dag_files,
    wait_until,
)
from tests.support.processes import is_over
from vn30.local.processes import RunningPlatform
from vn30.local.setup import LocalPlatform
from vn30.market.universe import INDICES
from vn30.names import (
    CONFIG_VARIABLE,
    CRAWLER_DAG,
    HORIZONS,
    TRAINING_DAG,
)
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.tasks import task_instances, task_log
from vn30.storage.artifacts import ArtifactStore

TRAINED = some_members(6)
IMPATIENCE = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "20",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "3",
    "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT": "60",
    "AIRFLOW__SCHEDULER__TASK_QUEUED_TIMEOUT_CHECK_INTERVAL": "10",
}
"""Otherwise as in deploy/full.env, where these are minutes."""

PUBLISHED = """
SELECT ticker FROM model_statuses
JOIN stocks ON stocks.id = stock_id
JOIN experiment_runs AS run ON run.id = experiment_run_id AND airflow_run_id = :run
"""
FORECASTS = """
SELECT count(*) FROM stock_prediction_summaries
JOIN experiment_runs AS run ON run.id = experiment_run_id AND airflow_run_id = :run AND state = 'success'
"""
# A file's URL is in the column that its type is named after.
FILES = """
SELECT coalesce(to_jsonb(artifacts) ->> files.type, to_jsonb(artifacts) ->> (files.type || '_url')) AS url,
    files.sha256, files.size_bytes
FROM experiment_artifact_files AS files
JOIN experiment_ticker_artifacts AS artifacts ON artifacts.id = artifacts_id
JOIN experiment_runs AS run ON run.id = run_id AND airflow_run_id = :run
"""
TRAINING = """
SELECT rendered_map_index AS ticker, state, try_number, pid FROM task_instance
WHERE dag_id = 'vn30_model_training' AND task_id = 'train' AND run_id = :run
"""


@dataclass(frozen=True)
class Worker:
    """A Celery worker of the local platform: what runs in the session of the shell that has started it."""

    shell: psutil.Process
    pool: tuple[psutil.Process, ...]
    """Those that tasks are forked from."""

    def processes(self) -> list[psutil.Process]:
        """All of them that are alive, but the shell."""
        processes = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, ProcessLookupError):
                of_it = os.getsid(process.pid) == self.shell.pid != process.pid
                if of_it and not is_over(process):
                    processes.append(process)
        return processes

    def send(self, sign: signal.Signals) -> list[psutil.Process]:
        """Send all of them a signal; returns them."""
        processes = self.processes()
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(sign)
        return processes

    def kill(self) -> None:
        """End everything, as when a machine fails; the shell is held, or it would start the worker again."""
        self.shell.send_signal(signal.SIGSTOP)
        wait_until(lambda: not self.send(signal.SIGKILL), pause=0.05)


def find_workers(platform: LocalPlatform) -> list[Worker]:
    """The workers that answer by now, as they describe themselves.

    No process is found by its title: Airflow gives a pool's process that of the last task that ran in it.
    """
    with Celery(broker=platform.environment["AIRFLOW__CELERY__BROKER_URL"]) as app:
        answers = app.control.inspect(timeout=2).stats() or {}
    workers = []
    for worker in answers.values():
        shell = psutil.Process(worker["pid"]).parent()
        assert shell is not None
        workers.append(Worker(shell, tuple(map(psutil.Process, worker["pool"]["processes"]))))
    return workers


@pytest.fixture
def own_platform(bucket: str) -> Iterator[LocalPlatform]:
    environment = {
        **IMPATIENCE,
        **variables_of_dag_files(**{CONFIG_VARIABLE: small_config(TRAINED)}),
        "AIRFLOW__LOGGING__REMOTE_LOGGING": "True",
        "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER": f"{bucket}/logs",
        "AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID": "aws_default",
    }
    with set_up_in(make_home(), as_of=AS_OF, workers=2, artifact_store=bucket) as platform:
        yield replace(platform, environment={**platform.environment, **environment})


class TrainingRun:
    """A training run, as the databases have it on record."""

    def __init__(self, platform: LocalPlatform, run_id: str) -> None:
        self._results = platform.settings.require_database_url()
        self._metadata = platform.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
        self._run_id = run_id

    def trained(self) -> list[sa.Row[Any]]:
        """The instances of ``train``, which Airflow names after tickers once they run."""
        return read(self._metadata, TRAINING, run=self._run_id)

    def results(self, statement: str) -> list[sa.Row[Any]]:
        return read(self._results, statement, run=self._run_id)

    def published(self) -> set[str]:
        return {row.ticker for row in self.results(PUBLISHED)}

    def on(self, worker: Worker) -> set[str]:
        """Which tickers a worker trains now."""
        pids = {process.pid for process in worker.processes()}
        rows = [row for row in self.trained() if row.state == "running" and row.pid in pids]
        return {row.ticker for row in rows if row.ticker}


def kill_one_half_way(workers: list[Worker], run: TrainingRun) -> tuple[set[str], datetime]:
    """Kill a worker once half of the tickers are published; returns those that it was training, and when."""
    have_trained: set[Worker] = set()

    def half_way() -> bool:
        have_trained.update(worker for worker in workers if run.on(worker))
        return 2 * len(run.published()) >= len(TRAINED)

    wait_until(half_way, pause=0.1)
    assert have_trained == set(workers)
    worker = workers[0]

    def caught_at_work() -> set[str]:
        # Held, it publishes nothing any more.
        worker.send(signal.SIGSTOP)
        if not (training := run.on(worker) - run.published()):
            worker.send(signal.SIGCONT)
        return training

    lost: set[str] = wait_until(caught_at_work, pause=0.2)
    stopped_at = datetime.now(UTC)
    worker.kill()
    return lost, stopped_at


@pytest.mark.timeout(4 * PATIENCE)
def test_killed_worker(own_platform: LocalPlatform, bucket: str, s3_endpoint: str) -> None:
    """After the kill of a worker during a training, all tickers are published."""
    with RunningPlatform(own_platform) as running:
        airflow = running.wait_until_ready(lambda text: None)
        workers = wait_until(lambda: len(ready := find_workers(own_platform)) == 2 and ready)
        for parent in (process for worker in workers for process in worker.pool):
            assert any("sklearn" in file.path for file in parent.memory_maps()), "tasks inherit imports"
        for dag_id in (CRAWLER_DAG, TRAINING_DAG):
            airflow.unpause(dag_id)
        prices = {"tickers": [*TRAINED, *INDICES]}
        assert end_of_run(airflow, CRAWLER_DAG, airflow.trigger(CRAWLER_DAG, prices)) == "success"

        run_id = airflow.trigger(TRAINING_DAG)
        run = TrainingRun(own_platform, run_id)
        lost, stopped_at = kill_one_half_way(workers, run)
        print(f"Killed a worker that trained {sorted(lost)}, with {len(run.published())} tickers published")
        assert end_of_run(airflow, TRAINING_DAG, run_id) == "success"

        tries = {row.ticker: row.try_number for row in run.trained() if row.state == "success"}
        again = {ticker: number for ticker, number in tries.items() if number > 1}
        print(f"Tries of those that took more than one: {again}")
        assert tries.keys() == set(TRAINED)
        assert lost <= again.keys()
        assert run.published() == set(TRAINED)
        assert run.results(FORECASTS) == [(len(TRAINED) * len(HORIZONS),)]
        assert_files_are_whole(run, bucket, s3_endpoint)
        assert_logs_outlive_the_disks(own_platform, airflow, run_id, stopped_at)


def assert_files_are_whole(run: TrainingRun, bucket: str, s3_endpoint: str) -> None:
    """In the bucket are the files that are on record and the pooled models', and nothing half-written."""
    store, files = ArtifactStore(bucket), run.results(FILES)
    assert len(files) == 6 * len(TRAINED)
    for file in files:
        content = store.read(file.url)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.sha256, file.size_bytes)
    others = {file.url for file in store.files("models")} - {file.url for file in files}
    assert all("/pooled_" in url for url in others), others
    unfinished = boto3.client("s3", endpoint_url=s3_endpoint).list_multipart_uploads
    assert "Uploads" not in unfinished(Bucket=urlsplit(bucket).netloc)


def assert_logs_outlive_the_disks(
    platform: LocalPlatform, airflow: AirflowApi, run_id: str, stopped_at: datetime
) -> None:
    """What workers and servers share on this machine, and would not on many, is not needed for the logs.

    A worker stores the log of a task after its end: one that stops in between loses it.
    """
    assert not (platform.home.root / "artifacts").exists()
    shutil.rmtree(platform.home.airflow / "logs")
    for task in task_instances(airflow, TRAINING_DAG, run_id):
        ended = task.end
        is_stored = ended is None or not timedelta(0) <= stopped_at - ended < timedelta(seconds=2)
        if task.task_id == "train" and is_stored:
            assert task_log(airflow, TRAINING_DAG, run_id, task, task.try_number), task
