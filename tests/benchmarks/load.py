"""The API of a whole platform under 32 clients for a minute, first at rest and then while a training runs.

Platform, clients and training share the cores of this machine.
"""

import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from tests.benchmarks.clients import Timed, ask_in_turns
from tests.benchmarks.cpu import CpuShares
from vn30.local.processes import RunningPlatform
from vn30.local.progress import follow
from vn30.local.setup import set_up
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import Settings
from vn30.users.accounts import DEMO_PASSWORD

CLIENTS, SECONDS = 32, 60.0
READS = (
    "/api/v1/stocks/market-table",
    "/api/v1/stocks/top-picks?bucket=should_buy",
    "/api/v1/stocks/FPT/chart?historicalRange=90d&predictionRange=30d",
    "/api/v1/models",
)


def measure(console: Console) -> None:
    """Set up a platform of its own, load prices, ask at rest and during a training, print the table."""
    home = Path(tempfile.mkdtemp(prefix="vn30-bench-", dir="/tmp"))
    home.chmod(0o755)
    try:
        platform = set_up(Settings(home=home), console.print)
        try:
            with RunningPlatform(platform) as running:
                airflow = running.wait_until_ready(console.print)
                airflow.unpause(CRAWLER_DAG)
                run_id = airflow.trigger(CRAWLER_DAG)
                follow(console, airflow, CRAWLER_DAG, run_id, "load", running.check_alive)
                base = running.api_url
                measured = {"at rest": _ask(base), "while a training runs": _ask_in_training(airflow, base)}
        finally:
            platform.postgres.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    console.print(_table(measured))


def _ask_in_training(airflow: AirflowApi, base: str) -> tuple[Timed, CpuShares]:
    airflow.unpause(TRAINING_DAG)
    run_id = airflow.trigger(TRAINING_DAG)
    while airflow.run_progress(TRAINING_DAG, run_id).tasks.get("train", {}).get("running", 0) == 0:
        time.sleep(1)
    measured = _ask(base)
    if airflow.run_progress(TRAINING_DAG, run_id).ended:
        raise SystemExit("the training ended before the clients did: train more tickers")
    return measured


def _ask(base: str) -> tuple[Timed, CpuShares]:
    signed_in = httpx.post(f"{base}/api/v1/auth/login", json={"username": "ds1", "password": DEMO_PASSWORD})
    token = signed_in.raise_for_status().json()["accessToken"]
    shares = CpuShares({"clients": [psutil.Process()]}, rest="platform")
    timed = asyncio.run(ask_in_turns([base], token, READS, CLIENTS, SECONDS))
    shares.stop()
    return timed, shares


def _table(measured: dict[str, tuple[Timed, CpuShares]]) -> Table:
    table = Table(
        title=f"{CLIENTS} clients for {SECONDS:.0f} s on {os.cpu_count()} cores", title_justify="left"
    )
    for heading in ("", "answers", "errors", "p50", "p95", "share of a core"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, (timed, shares) in measured.items():
        table.add_row(
            name,
            f"{len(timed.milliseconds):,}",
            str(timed.errors),
            f"{timed.p50:.1f} ms",
            f"{timed.p95:.1f} ms",
            shares.text(),
        )
    return table
