"""Training tasks and the database server are killed repeatedly during reads: forecasts stay complete.

Each round is a run with another seed, so that its forecasts differ. At a random moment either
the task of one ticker or the PostgreSQL server is killed; every second kill hits the publication.
"""

import os
import random
import threading
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from tests.integration.conftest import simulated_bars
from tests.support import train_tasks
from tests.support.killable import Kill, KillableProcesses, Outcome, killable_processes
from vn30.storage.artifacts import ArtifactStore

KILLS = int(os.environ.get("KILLS") or 4)
"""How often to kill, 4 or more: of each four, two hit the computation and two the publication, each once the
task and once the server."""
TICKERS = ("FPT", "HPG", "VCB")
POINTS = 7 + 15 + 30
SEED = int(os.environ.get("KILLS_SEED") or random.randrange(1_000_000))  # noqa: S311 - moments, not secrets

SERVED = """
SELECT
    ticker,
    (SELECT array_agg(horizon_days ORDER BY horizon_days) FROM current_forecasts
     WHERE stock_id = stocks.id) AS horizons,
    (SELECT array_agg(DISTINCT experiment_run_id) FROM current_forecasts
     WHERE stock_id = stocks.id) AS runs,
    (SELECT experiment_run_id FROM current_models WHERE stock_id = stocks.id) AS model_run,
    (SELECT count(*) FROM forecast_points WHERE stock_id = stocks.id) AS points,
    (SELECT count(*) FROM forecast_points JOIN current_forecasts USING (stock_id, horizon_days)
     WHERE stock_id = stocks.id AND prediction_date = target_date
     AND forecast_points.predicted_price = current_forecasts.predicted_price) AS ends,
    (SELECT count(*) FROM model_overview WHERE ticker = stocks.ticker AND predicted_change_pct IS NOT NULL
     AND plot_artifacts_id IS NOT NULL) AS overview
FROM stocks WHERE ticker = any(:tickers)
"""
PUBLISHED = """
SELECT artifacts.*,
    (SELECT count(*) FROM stock_prediction_points WHERE experiment_run_id = run_id
     AND stock_id = artifacts.stock_id) AS points,
    (SELECT count(*) FROM model_statuses JOIN model_horizon_metrics ON model_status_id = model_statuses.id
     WHERE experiment_run_id = run_id AND stock_id = artifacts.stock_id) AS metrics
FROM experiment_ticker_artifacts AS artifacts
"""


class Reader(threading.Thread):
    """Reads the served forecasts repeatedly, and retries when the server does not answer."""

    def __init__(self, killable: KillableProcesses) -> None:
        super().__init__()
        self._killable = killable
        self._over = threading.Event()
        self.reads, self.refused, self.broken = 0, 0, []

    def run(self) -> None:
        engine = sa.create_engine(
            self._killable.engine.url, pool_size=1, connect_args={"application_name": "reader"}
        )
        while not self._over.wait(0.05):
            try:
                with engine.connect() as connection:
                    served = connection.execute(sa.text(SERVED), {"tickers": list(TICKERS)}).all()
            except sa.exc.DBAPIError:
                self.refused += 1
                continue
            self.reads += 1
            self.broken += [row for row in served if not is_whole(row)]
        engine.dispose()

    def stop(self) -> None:
        self._over.set()
        self.join()


def is_whole(row: sa.Row) -> bool:
    """All horizons, points, scores and files of one run."""
    return (
        row.horizons == [7, 15, 30]
        and row.runs == [row.model_run]
        and (row.points, row.ends, row.overview) == (POINTS, 3, 3)
    )


@pytest.fixture
def killable() -> Iterator[KillableProcesses]:
    with killable_processes() as killable:
        pd.concat(map(simulated_bars, TICKERS)).to_csv(killable.csv, index=False)
        assert killable.run(train_tasks.crawl, "crawl", TICKERS).exit_code == 0
        yield killable


def config(seed: int) -> dict[str, Any]:
    return {
        "universe": {"useAllVn30": False, "tickers": list(TICKERS)},
        "models": {
            "randomForest": {"nEstimators": 5},
            "gradientBoosting": {"enabled": False},
            "svr": {"enabled": False},
        },
        "reproducibility": {"seed": seed},
    }


def train(
    killable: KillableProcesses, name: str, seed: int, kill: Kill | None = None, at: int = 0
) -> list[Outcome]:
    """Train a run's tickers one after the other; with ``kill``, up to the one that is killed."""
    ((experiment, panel),) = killable.run(train_tasks.start, name, config(seed)).messages
    outcomes = []
    for number, ticker in enumerate(TICKERS):
        killed = kill if number == at else None
        outcomes.append(killable.run(train_tasks.train, experiment, panel, ticker, kill=killed))
        if killed:
            break
    return outcomes


def test_killed_training(killable: KillableProcesses) -> None:
    """During kills of a training, every forecast stays complete and readable."""
    print(f"KILLS_SEED={SEED}")
    moments = random.Random(SEED)  # noqa: S311
    whole = train(killable, "whole", seed=0)
    assert [outcome.exit_code for outcome in whole] == [0] * len(TICKERS)
    begins, computed, published = (
        sum(outcome.times[step] for outcome in whole) / len(whole) for step in range(3)
    )
    reader = Reader(killable)
    reader.start()
    try:
        lost = 0
        for number in range(1, KILLS + 1):
            publishing = number % 4 < 2
            seconds = moments.uniform(0, published - computed if publishing else computed - begins)
            kill = Kill(1 + publishing, seconds, server=number % 2 == 0)
            outcome = train(killable, f"killed {number}", number, kill, moments.randrange(len(TICKERS)))[-1]
            lost += train_tasks.PUBLISHED not in outcome.messages
            check_published(killable)
        print(f"{lost} of {KILLS} kills found a task; {reader.reads} reads, {reader.refused} refused")
        assert lost >= KILLS // 4
        again = train(killable, f"killed {KILLS}", KILLS)
        assert [outcome.exit_code for outcome in again] == [0] * len(TICKERS)
    finally:
        reader.stop()
    assert reader.broken == []
    assert reader.reads > 10 * KILLS

    finished = killable.run(train_tasks.finish, f"killed {KILLS}")
    assert finished.messages == [{"published": len(TICKERS), "failed": [], "suspicions": []}]
    runs = killable.rows(
        "SELECT airflow_run_id, state, count(stock_id) AS published FROM experiment_runs "
        "LEFT JOIN experiment_ticker_artifacts ON run_id = experiment_runs.id GROUP BY 1, 2"
    )
    assert len(runs) == KILLS + 1
    # A kill that comes when the last ticker is published comes too late: that run has done its work.
    assert {run.airflow_run_id: run.state for run in runs} == {
        run.airflow_run_id: "success" if run.published == len(TICKERS) else "failed" for run in runs
    }
    assert sum(run.state == "failed" for run in runs) >= KILLS // 4
    served = killable.rows(
        "SELECT DISTINCT airflow_run_id FROM current_forecasts "
        "JOIN experiment_runs ON experiment_runs.id = experiment_run_id"
    )
    assert [row.airflow_run_id for row in served] == [f"killed {KILLS}"]


def check_published(killable: KillableProcesses) -> None:
    """Assert that every published ticker of every run is complete, including its files."""
    store = ArtifactStore((killable.csv.parent / "artifacts").as_uri())
    rows = killable.rows(PUBLISHED)
    assert {(row.points, row.metrics) for row in rows} == {(POINTS, 3)}
    for row in rows:
        for url in (row.evaluation_png_url, row.future_png_url, row.model_pkl_url, row.scaler_pkl_url):
            assert store.read(url)
    orphans = killable.rows(
        "SELECT 1 FROM stock_prediction_points AS points FULL JOIN model_statuses AS statuses "
        "USING (experiment_run_id, stock_id) WHERE (experiment_run_id, stock_id) NOT IN "
        "(SELECT run_id, stock_id FROM experiment_ticker_artifacts)"
    )
    assert orphans == []
