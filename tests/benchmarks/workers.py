"""The training DAG on Celery workers of one slot each: what another worker brings.

The platform with all its other processes runs on the same cores, so the last worker that fits on them brings
less than it would on a machine of its own. All numbers of workers train the same tickers on the same prices.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from vn30.local.processes import RunningPlatform
from vn30.local.progress import follow
from vn30.local.setup import set_up
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.tasks import task_instances
from vn30.settings import Settings

WORKERS = tuple(map(int, (os.environ.get("WORKERS") or "1 2").split()))
ROUNDS = int(os.environ.get("ROUNDS") or 1)
ONE_SLOT = {"AIRFLOW__CELERY__WORKER_CONCURRENCY": "1"}


@dataclass(frozen=True)
class Trained:
    """Seconds of ``train``: from the first start to the last end, and of each ticker."""

    workers: int
    seconds: float
    each: Sequence[float]

    @property
    def mean(self) -> float:
        """Seconds a ticker takes its worker."""
        return sum(self.each) / len(self.each)

    @property
    def busy(self) -> float:
        """Share of its time in which a worker trains: the rest is Airflow's, between two tasks."""
        return sum(self.each) / (self.workers * self.seconds)


def measure(console: Console) -> None:
    """Set up a platform of its own, train with each number of workers, print the table, remove everything."""
    home = Path(tempfile.mkdtemp(prefix="vn30-bench-", dir="/tmp"))
    home.chmod(0o755)
    try:
        rounds = [[_train(console, home, workers) for workers in WORKERS] for _ in range(ROUNDS)]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    console.print(_table(rounds))


def _train(console: Console, home: Path, workers: int) -> Trained:
    platform = set_up(Settings(home=home, workers=workers), console.print)
    try:
        platform = replace(platform, environment={**platform.environment, **ONE_SLOT})
        with RunningPlatform(platform) as running:
            airflow = running.wait_until_ready(console.print)
            _run(console, airflow, running, CRAWLER_DAG, "load")
            run_id = _run(console, airflow, running, TRAINING_DAG, "train")
            tasks = [
                task for task in task_instances(airflow, TRAINING_DAG, run_id) if task.task_id == "train"
            ]
    finally:
        platform.postgres.stop()
    times = [(task.start, task.end) for task in tasks if task.start and task.end]
    first, last = min(start for start, _ in times), max(end for _, end in times)
    return Trained(
        workers, (last - first).total_seconds(), [(end - start).total_seconds() for start, end in times]
    )


def _run(
    console: Console, airflow: AirflowApi, running: RunningPlatform, dag_id: str, per_ticker: str
) -> str:
    airflow.unpause(dag_id)
    run_id = airflow.trigger(dag_id)
    state = follow(console, airflow, dag_id, run_id, per_ticker, running.check_alive)
    if state.state != "success":
        raise SystemExit(f"{dag_id} ended as {state.state}")
    return run_id


def _table(rounds: Sequence[Sequence[Trained]]) -> Table:
    tickers = len(rounds[0][0].each)
    table = Table(
        title=f"{tickers} tickers on Celery workers of one slot each; {os.cpu_count()} cores for everything"
    )
    for heading in ("round", "workers", "train", "a ticker", "workers train", "speed-up"):
        table.add_column(heading, justify="right")
    for number, trained in enumerate(rounds, 1):
        for result in trained:
            table.add_row(
                str(number),
                str(result.workers),
                f"{result.seconds:.1f} s",
                f"{result.mean:.1f} s",
                f"{result.busy:.0%}",
                f"{trained[0].seconds / result.seconds:.2f}",
            )
    return table
