"""The training DAG against the same DAG with empty tasks, the bare fits, and those on plain scikit-learn.

All on the same machine, prices and cores, one after the other, and the first three again, because machines
are noisy: read the ratios.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from vn30.database.warehouse import make_engine
from vn30.local.environment import training_slots
from vn30.local.processes import RunningPlatform
from vn30.local.progress import follow
from vn30.local.setup import LocalPlatform, set_up
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import PROJECT_ROOT, Settings

ROUNDS = int(os.environ.get("ROUNDS") or 2)
EMPTY_DAG = "vn30_empty_training"
HERE = Path(__file__).parent

Measured = dict[str, Any]


def measure(console: Console) -> None:
    """Set up a platform of its own, measure, print the table, and remove everything."""
    home = Path(tempfile.mkdtemp(prefix="vn30-bench-", dir="/tmp"))
    home.chmod(0o755)
    platform = set_up(Settings(home=home), console.print)
    try:
        dags = shutil.copytree(PROJECT_ROOT / "dags", home / "dags")
        shutil.copytree(HERE / "dags", dags, dirs_exist_ok=True)
        platform = replace(
            platform, environment={**platform.environment, "AIRFLOW__CORE__DAGS_FOLDER": str(dags)}
        )
        with RunningPlatform(platform) as running:
            airflow = running.wait_until_ready(console.print)
            crawl = _timed_run(console, airflow, CRAWLER_DAG, "load", running.check_alive)
            rounds = [_round(console, airflow, running, platform) for _ in range(ROUNDS)]
            plain = _bare(platform, "--plain")
            peak = _peak_memory(platform)
        console.print(_table(crawl, rounds, plain))
        accelerated = rounds[-1][-1]
        console.print(
            f"Plain scikit-learn takes {plain['seconds'] / accelerated['seconds']:.2f} times as long; "
            f"{_differences(accelerated, plain)}. Peak memory of a ticker's task: {peak} MB"
        )
    finally:
        platform.postgres.stop()
        shutil.rmtree(home, ignore_errors=True)


def _round(
    console: Console, airflow: AirflowApi, running: RunningPlatform, platform: LocalPlatform
) -> tuple[float, float, Measured]:
    empty = _timed_run(console, airflow, EMPTY_DAG, "train", running.check_alive)
    bare = _bare(platform)
    training = _timed_run(console, airflow, TRAINING_DAG, "train", running.check_alive)
    return training, empty, bare


def _bare(platform: LocalPlatform, *arguments: str) -> Measured:
    done = subprocess.run(
        [sys.executable, str(HERE / "bare_training.py"), *arguments],
        env=platform.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    # Airflow, which the platform's modules import, may log a line before it.
    return json.loads(done.stdout.splitlines()[-1])


def _timed_run(
    console: Console, airflow: AirflowApi, dag_id: str, per_ticker: str, check: Callable[[], None]
) -> float:
    """Seconds from the start to the end of one run, as Airflow has them on record."""
    airflow.unpause(dag_id)
    state = follow(console, airflow, dag_id, airflow.trigger(dag_id), per_ticker, check)
    if state.state != "success" or state.seconds is None:
        raise SystemExit(f"{dag_id} ended as {state.state}")
    return state.seconds


def _peak_memory(platform: LocalPlatform) -> int:
    engine = make_engine(platform.settings)
    try:
        with engine.connect() as connection:
            return int(connection.scalar(sa.text("SELECT max(peak_memory_mb) FROM model_statuses")))
    finally:
        engine.dispose()


def _differences(accelerated: Measured, plain: Measured) -> str:
    """How far the forecasts of both lie apart, in shares of the interval's width."""
    ensembles, members = [], []
    for ticker, horizons in plain["forecasts"].items():
        for horizon, forecast in horizons.items():
            other = accelerated["forecasts"][ticker][horizon]
            if forecast["width"]:
                ensembles.append(abs(forecast["ensemble"] - other["ensemble"]) / forecast["width"])
                members += [
                    abs(price - other["members"][name]) / forecast["width"]
                    for name, price in forecast["members"].items()
                ]
    return (
        f"of {len(ensembles)} forecasts the farthest apart are {max(ensembles):.2%} of the interval's width, "
        f"of the members' own {max(members):.2%}"
    )


def _table(crawl: float, rounds: list[tuple[float, float, Measured]], plain: Measured) -> Table:
    table = Table(title=f"30 tickers on {training_slots()} cores; the crawl took {crawl:.1f} s")
    for heading in (
        "round",
        "training DAG",
        "empty tasks",
        "bare fits",
        "plain fits",
        "DAG / larger of both",
    ):
        table.add_column(heading, justify="right")
    for number, (training, empty, bare) in enumerate(rounds, 1):
        table.add_row(
            str(number),
            f"{training:.1f} s",
            f"{empty:.1f} s",
            f"{bare['seconds']:.1f} s",
            f"{plain['seconds']:.1f} s" if number == len(rounds) else "",
            f"{training / max(empty, bare['seconds']):.2f}",
        )
    return table
