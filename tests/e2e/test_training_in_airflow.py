"""The training DAG under Airflow's scheduler: new prices, backfills, a user who stops a run and clears it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
import sqlalchemy as sa
from airflow_client.client import DAGRunClearBody
from airflow_client.client.api.dag_run_api import DagRunApi

from tests.e2e.conftest import far_schedule, make_home, read, set_up_in, variables
from tests.integration.conftest import SESSIONS, SMALL_CONFIG, TICKERS, simulated_bars
from vn30.database.migrations import migrate
from vn30.database.warehouse import make_engine
from vn30.local.processes import RunningPlatform
from vn30.local.setup import LocalPlatform
from vn30.market.universe import INDICES, members_on
from vn30.names import (
    CONFIG_VARIABLE,
    CRAWLER_DAG,
    CRAWLER_SETTINGS_VARIABLE,
    TRAINING_DAG,
    TRAINING_SETTINGS_VARIABLE,
)
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import PROJECT_ROOT, Settings

BACKFILLED = int(os.environ.get("BACKFILL_SESSIONS") or 2)
"""How many past sessions to backfill, 2 or more: the newer one is served while the older one is made."""
PATIENCE = 400 + 100 * BACKFILLED

FORECASTS = """
SELECT ticker, summary.horizon_days, target_date, base_price, predicted_price, predicted_change_pct,
    lower_price, upper_price, probability_of_rise,
    (SELECT array_agg(point.predicted_price ORDER BY prediction_date) FROM stock_prediction_points AS point
     WHERE point.stock_id = summary.stock_id AND point.experiment_run_id = summary.experiment_run_id
     AND point.horizon_days = summary.horizon_days) AS path,
    metrics.mape_pct, metrics.mae, metrics.naive_mae, metrics.skill, metrics.test_rows, metrics.p_value,
    artifacts.metrics
FROM stock_prediction_summaries AS summary
JOIN stocks ON stocks.id = stock_id
JOIN model_statuses AS status USING (stock_id, experiment_run_id)
JOIN model_horizon_metrics AS metrics
    ON metrics.model_status_id = status.id AND metrics.horizon_days = summary.horizon_days
JOIN experiment_ticker_artifacts AS artifacts
    ON artifacts.run_id = summary.experiment_run_id AND artifacts.stock_id = summary.stock_id
WHERE summary.as_of_date = :session
ORDER BY ticker, summary.horizon_days
"""
FILES = """
SELECT ticker, future_predictions_csv FROM experiment_ticker_artifacts AS artifacts
JOIN experiment_runs AS run ON run.id = run_id AND run.as_of_date = :session
JOIN stocks ON stocks.id = artifacts.stock_id
"""
SERVED = """
SELECT * FROM current_forecasts JOIN forecast_points USING (stock_id, horizon_days)
ORDER BY stock_id, horizon_days, prediction_date
"""


@dataclass
class Airflow:
    """The running platform and what it has on record."""

    platform: LocalPlatform
    api: AirflowApi

    def rows(self, statement: str, **parameters: Any) -> list[sa.Row]:
        """Of the platform's database."""
        return read(self.platform.settings.require_database_url(), statement, **parameters)

    def runs(self, kind: str) -> list[sa.Row]:
        """The training runs of a kind, oldest first, from Airflow's own database."""
        return read(
            self.platform.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"],
            "SELECT run_id, state FROM dag_run WHERE dag_id = :dag AND run_type = :kind ORDER BY id",
            dag=TRAINING_DAG,
            kind=kind,
        )

    def wait_for_runs(self, kind: str, count: int) -> list[sa.Row]:
        """The training runs of a kind when so many have ended."""
        deadline = time.monotonic() + PATIENCE
        while len(runs := [run for run in self.runs(kind) if run.state in ("success", "failed")]) < count:
            assert time.monotonic() < deadline, self.runs(kind)
            time.sleep(1)
        return runs

    def wait_for_experiment(self, run_id: str, **wanted: Any) -> None:
        """Until the run has such a record."""
        deadline = time.monotonic() + PATIENCE
        while (record := self.experiment(run_id)) is None or not wanted.items() <= record.items():
            assert time.monotonic() < deadline, record
            time.sleep(0.5)

    def experiment(self, run_id: str) -> dict[str, Any] | None:
        rows = self.rows(
            "SELECT state, finished_at IS NOT NULL AS ended, progress_pct > 0 AS publishes, as_of_date "
            "FROM experiment_runs WHERE airflow_run_id = :run_id",
            run_id=run_id,
        )
        return dict(rows[0]._mapping) if rows else None


def contents(files: list[sa.Row]) -> dict[str, bytes]:
    """What each ticker's file holds."""
    return {ticker: Path(unquote(urlsplit(url).path)).read_bytes() for ticker, url in files}


def train_as_of(platform: LocalPlatform, sessions_by_url: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.train_as_of", *map("=".join, sessions_by_url.items())],
        env=platform.environment,
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    """A platform that runs, its prices crawled; it trains three tickers whenever prices are announced."""
    csv = tmp_path_factory.mktemp("prices") / "prices.csv"
    series = sorted((*members_on(SESSIONS[-1]), *INDICES))
    pd.concat(map(simulated_bars, series)).to_csv(csv, index=False)
    named = variables(
        {
            CONFIG_VARIABLE: SMALL_CONFIG,
            CRAWLER_SETTINGS_VARIABLE: far_schedule(),
            TRAINING_SETTINGS_VARIABLE: {"trigger": "prices"},
        }
    )
    with set_up_in(make_home(), price_source=f"csv:{csv}") as local:
        platform = replace(local, environment={**local.environment, **named})
        train_as_of(platform, {platform.settings.require_database_url(): ""})
        with RunningPlatform(platform) as running:
            api = running.wait_until_ready(lambda text: None)
            for dag_id in (CRAWLER_DAG, TRAINING_DAG):
                api.unpause(dag_id)
            yield Airflow(platform, api)


@pytest.mark.timeout(2 * PATIENCE)
def test_new_prices(airflow: Airflow) -> None:
    """New prices are trained once, as of their session."""
    airflow.api.trigger(CRAWLER_DAG, {"tickers": ["FPT"]})
    airflow.api.trigger(CRAWLER_DAG)
    (run,) = airflow.wait_for_runs("asset_triggered", 1)
    assert run.state == "success"
    experiment = airflow.experiment(run.run_id)
    assert experiment is not None
    assert (experiment["state"], experiment["as_of_date"]) == ("success", SESSIONS[-1])
    served = airflow.rows(SERVED)
    assert len(served) == len(TICKERS) * (7 + 15 + 30)

    airflow.api.trigger(CRAWLER_DAG)
    again = airflow.wait_for_runs("asset_triggered", 2)[-1]
    assert again.state == "success"
    tasks = airflow.api.run_progress(TRAINING_DAG, again.run_id).tasks
    assert {state for states in tasks.values() for state in states} == {"skipped"}
    assert airflow.experiment(again.run_id) is None
    assert airflow.rows(SERVED) == served


@pytest.mark.timeout(3 * PATIENCE)
def test_backfill(airflow: Airflow) -> None:
    """Newest first, so that each run ends after those of later sessions."""
    airflow.wait_for_experiment(airflow.api.trigger(TRAINING_DAG), state="success")
    served = airflow.rows(SERVED)
    assert len(served) == len(TICKERS) * (7 + 15 + 30)
    past = SESSIONS[-1 - BACKFILLED : -1]
    done = subprocess.run(
        [
            *(Path(sys.executable).parent / "airflow", "backfill", "create", "--dag-id", TRAINING_DAG),
            *("--from-date", str(past[0]), "--to-date", f"{past[-1]}T12:00", "--run-backwards"),
            *("--max-active-runs", "2"),
        ],
        env=airflow.platform.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    runs = airflow.wait_for_runs("backfill", BACKFILLED)
    assert [run.state for run in runs] == ["success"] * BACKFILLED
    assert airflow.rows(SERVED) == served

    databases = {airflow.platform.postgres.database_url(f"as_of_{day:%Y%m%d}"): day for day in past}
    for url in databases:
        engine = make_engine(Settings(database_url=url))
        migrate(engine)
        engine.dispose()
    train_as_of(airflow.platform, {url: str(day) for url, day in databases.items()})
    for url, day in databases.items():
        forecasts = airflow.rows(FORECASTS, session=day)
        assert len(forecasts) == 3 * len(TICKERS)
        assert forecasts == read(url, FORECASTS, session=day), day
        # The database rounds prices, the files have every digit.
        files, wanted = airflow.rows(FILES, session=day), read(url, FILES, session=day)
        assert contents(files) == contents(wanted), day
        assert len(files) == len(TICKERS)


@pytest.mark.timeout(2 * PATIENCE)
def test_stopped_and_cleared_run(airflow: Airflow) -> None:
    """A run that a user stops is cancelled, and resumes when it is cleared."""
    run_id = airflow.api.trigger(TRAINING_DAG, {"tickers": members_on(SESSIONS[-1])[:10]})
    airflow.wait_for_experiment(run_id, state="running", publishes=True)
    assert airflow.api.end_unfinished(TRAINING_DAG) == [run_id]
    airflow.wait_for_experiment(run_id, state="cancelled", ended=True)

    DagRunApi(airflow.api._client).clear_dag_run(
        TRAINING_DAG, run_id, DAGRunClearBody(dry_run=False, only_failed=False)
    )
    airflow.wait_for_experiment(run_id, state="running", ended=False)
    airflow.wait_for_experiment(run_id, state="success", ended=True)
