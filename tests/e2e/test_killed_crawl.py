"""Airflow crawls while its tasks and its PostgreSQL server are killed; then it is left to finish.

`make soak` repeats the kills here. `make test` kills once each, in the crawl of a demo (`test_demo.py`).
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd
import psutil
import pytest

from tests.e2e.conftest import AS_OF, make_home, set_up_in, variables_of_dag_files
from vn30.database.warehouse import make_engine
from vn30.local.postgres import EmbeddedPostgres
from vn30.local.processes import RunningPlatform
from vn30.local.setup import LocalPlatform
from vn30.market.universe import INDICES, members_on
from vn30.names import CRAWLER_DAG
from vn30.pipelines.airflow_api import AirflowApi, AirflowUnavailable, RunProgress
from vn30.settings import Settings
from vn30.sources.sample.source import FIRST_SESSION, SampleSource

KILLS = int(os.environ.get("KILLS") or 0)
"""How often to kill; one in two hits the server. 20 kills can take a quarter of an hour."""
IMPATIENCE = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "3",
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "10",
}
"""How long Airflow waits for a heartbeat of a task that was killed with its supervisor, and how often it
looks for such tasks and for those that a killed scheduler had queued."""
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets


@pytest.fixture
def own_platform() -> Iterator[LocalPlatform]:
    with set_up_in(make_home(), as_of=AS_OF) as platform:
        environment = {**platform.environment, **IMPATIENCE, **variables_of_dag_files()}
        yield replace(platform, environment=environment)


def running_tasks() -> list[psutil.Process]:
    """The processes in which Airflow runs tasks right now, below this one."""
    processes = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            # A worker that waits, or supervises, has its executor's name in the title.
            title = " ".join(process.cmdline())
            if title.startswith("airflow worker -- ") and "LocalExecutor" not in title:
                processes.append(process)
    return processes


def kill_a_task(moments: random.Random, seconds: float) -> bool:
    """SIGKILL a task that runs at a random moment; False if none ran for so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(moments.uniform(0.05, 0.5))
        tasks = running_tasks()
        if tasks:
            with suppress(psutil.NoSuchProcess):
                moments.choice(tasks).kill()
                return True
    return False


def kill_the_server(data: Path) -> None:
    """SIGKILL all of PostgreSQL."""
    postmaster = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    processes = [*postmaster.children(recursive=True), postmaster]
    os.kill(postmaster.pid, signal.SIGSTOP)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=20)


def crawl_on(airflow: AirflowApi, run_id: str | None) -> str:
    """The run if it is not over, else a new one that loads everything again."""
    while True:
        with suppress(AirflowUnavailable):
            if run_id is None or airflow.run_progress(CRAWLER_DAG, run_id).ended:
                run_id = airflow.trigger(CRAWLER_DAG, {"full_refresh": True})
            return run_id
        time.sleep(1)


def wait_for_the_end(airflow: AirflowApi, run_id: str) -> RunProgress:
    deadline = time.monotonic() + 1200
    while time.monotonic() < deadline:
        with suppress(AirflowUnavailable):
            state = airflow.run_progress(CRAWLER_DAG, run_id)
            if state.ended:
                return state
        time.sleep(1)
    raise AssertionError(f"{run_id} did not end")


@pytest.mark.skipif(not KILLS, reason="repeats kills for minutes: make soak, or KILLS=2")
@pytest.mark.timeout(1800)
def test_killed_crawl(
    own_platform: LocalPlatform,
) -> None:
    """A crawl that is killed repeatedly loses no bar and duplicates none."""
    print(f"KILLS_SEED={SEED}")
    moments = random.Random(SEED)  # noqa: S311
    with RunningPlatform(own_platform) as running:
        airflow = running.wait_until_ready(lambda text: None)
        airflow.unpause(CRAWLER_DAG)
        run_id, kills = None, 0
        while kills < KILLS:
            run_id = crawl_on(airflow, run_id)
            if kills % 2:
                time.sleep(moments.uniform(0.5, 6))
                kill_the_server(own_platform.home.postgres)
                time.sleep(1)
                EmbeddedPostgres(own_platform.home.postgres).start()
                kills += 1
            else:
                kills += kill_a_task(moments, 60)
        state = wait_for_the_end(airflow, crawl_on(airflow, run_id))
        if state.state != "success":
            # A ticker whose every try was killed: what people do is to trigger the crawl again.
            state = wait_for_the_end(airflow, crawl_on(airflow, run_id))
        assert state.state == "success"
    assert_all_is_there(own_platform.settings)


def assert_all_is_there(settings: Settings) -> None:
    """Every bar of the simulated market up to :data:`AS_OF` is stored, once, and as it was made."""
    source = SampleSource(settings.sample_seed)
    engine = make_engine(settings)
    stored = pd.read_sql(
        "SELECT ticker, price_date AS date, open_price AS open, high_price AS high, low_price AS low, "
        "close_price AS close, volume FROM stock_prices JOIN stocks ON stocks.id = stock_id "
        "ORDER BY ticker, price_date",
        engine,
    )
    engine.dispose()
    wanted = sorted((*members_on(AS_OF), *INDICES))
    assert sorted(stored["ticker"].unique()) == wanted
    for ticker, bars in stored.groupby("ticker"):
        truth = source.daily_bars(str(ticker), FIRST_SESSION, AS_OF)
        got = bars.drop(columns="ticker").reset_index(drop=True)
        got = got.astype({**dict.fromkeys(["open", "high", "low", "close"], float), "date": "datetime64[ns]"})
        pd.testing.assert_frame_equal(got, truth, check_dtype=False)
