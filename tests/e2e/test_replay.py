"""Sessions in a row as a team lives through them: new prices every evening, and now and then a bad one."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd
import pytest
import sqlalchemy as sa
from airflow_client.client import ApiClient, CreateAssetEventsBody
from airflow_client.client.api.asset_api import AssetApi

from tests.e2e.conftest import (
    PATIENCE,
    end_of_run,
    far_schedule,
    make_home,
    set_up_in,
    small_config,
    some_members,
    variables_of_dag_files,
    wait_until,
)
from tests.e2e.test_killed_crawl import IMPATIENCE, kill_a_task
from tests.support.receivers import Hook, webhook
from tests.vendors.server import Fault, VendorServer
from vn30.database.warehouse import make_engine
from vn30.local.processes import RunningPlatform
from vn30.local.setup import LocalPlatform
from vn30.market.bars import PRICE_COLUMNS
from vn30.market.calendar import sessions_between
from vn30.market.universe import members_on
from vn30.names import (
    CONFIG_VARIABLE,
    CRAWLER_DAG,
    CRAWLER_SETTINGS_VARIABLE,
    HORIZONS,
    PRICES_ASSET,
    TRAINING_DAG,
    TRAINING_SETTINGS_VARIABLE,
)
from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.runs import RunFilter, list_runs
from vn30.settings import Settings
from vn30.sources.sample.source import SampleSource

IN_A_ROW = int(os.environ.get("REPLAY_SESSIONS") or 3)
"""How many sessions to live through, 3 or more; each takes a minute on two free cores."""
LAST = date(2026, 6, 30)
SESSIONS = sessions_between(date(2026, 1, 1), LAST)[-IN_A_ROW:]
# Of three sessions, the last one has both the split and the kill.
DOWN, SPLIT, KILL = (SESSIONS[min(-(-IN_A_ROW * part // 4), IN_A_ROW - 1)] for part in (1, 2, 3))
FIRST_BAR = date(2023, 1, 3)
TICKERS = sorted(members_on(LAST))
SPLIT_TICKER, SPLIT_FACTOR = "FPT", 0.5
TRAINED = sorted({SPLIT_TICKER, *some_members(2)})
VARIABLES = {
    CONFIG_VARIABLE: small_config(TRAINED),
    # A vendor that is down is not asked all night.
    CRAWLER_SETTINGS_VARIABLE: {**far_schedule(), "retries": 0},
    TRAINING_SETTINGS_VARIABLE: {"trigger": "prices"},
}

FORECASTS = """
SELECT summary.experiment_run_id, ticker, summary.horizon_days, target_date, base_price, predicted_price,
    predicted_change_pct, lower_price, upper_price, probability_of_rise, volatility_regime, trend_regime,
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
# The database rounds prices, the files have every digit.
FILES = """
SELECT ticker, future_predictions_csv FROM experiment_ticker_artifacts AS artifacts
JOIN stocks ON stocks.id = artifacts.stock_id
WHERE run_id IN (SELECT experiment_run_id FROM stock_prediction_summaries WHERE as_of_date = :session)
ORDER BY ticker
"""
SERVED = """
SELECT * FROM current_forecasts JOIN forecast_points USING (stock_id, horizon_days)
ORDER BY stock_id, horizon_days, prediction_date
"""

OPEN_ALERTS = """
SELECT kind, (SELECT array_agg(member ORDER BY member) FROM unnest(members) AS member)
FROM alerts
WHERE resolved_at IS NULL
"""


def truth() -> dict[str, pd.DataFrame]:
    """What the vendor has of each ticker, up to the last session: a crawl asks for no later one."""
    source = SampleSource(seed=30)
    return {ticker: source.daily_bars(ticker, FIRST_BAR, LAST) for ticker in TICKERS}


def adjusted(bars: pd.DataFrame) -> pd.DataFrame:
    """The same history as the vendor has it after a split."""
    return bars.assign(**(bars[PRICE_COLUMNS] * SPLIT_FACTOR).round(4))


@dataclass
class Team:
    """The platform, its vendor, and the day on the calendar."""

    platform: LocalPlatform
    airflow: AirflowApi
    vendor: VendorServer
    hook: Hook
    calendar: Path

    def turn_to(self, session: date) -> None:
        """Move the platform's today."""
        self.calendar.write_text(f"VN30_AS_OF={session}\n")

    def crawl(self) -> str:
        """What the crawler's schedule does in the evening; the state that its run ends in."""
        run_id = self.airflow.trigger(CRAWLER_DAG)
        return end_of_run(self.airflow, CRAWLER_DAG, run_id)

    def wait_for_training(self, session: date, runs: int = 1) -> None:
        """Until so many runs for ``session`` are over, such as the one that its prices have triggered."""
        wait_until(
            lambda: self.rows(
                "SELECT 1 FROM experiment_runs WHERE as_of_date = :session AND finished_at IS NOT NULL "
                "HAVING count(*) = :runs",
                session=session,
                runs=runs,
            ),
            pause=2,
        )

    def backfill(self, first: date, last: date) -> None:
        """What an operator does for sessions that nothing was announced for, or once more; newest first."""
        command = Path(sys.executable).with_name("airflow")
        words = ("backfill", "create", "--dag-id", TRAINING_DAG, "--from-date", str(first))
        # Side by side and backwards, runs end after those of later sessions.
        order = ("--to-date", f"{last}T12:00", "--run-backwards", "--max-active-runs", "2")
        done = subprocess.run(
            [command, *words, *order],
            env=self.platform.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def announce_again(self, session: date) -> set[str]:
        """Announce prices that are trained already; the states of the tasks of the run that this triggers."""
        before = self._announced_runs()
        self.airflow.ask(
            lambda client: AssetApi(client).create_asset_event(
                CreateAssetEventsBody(asset_id=self._asset_id(client), extra={"session": str(session)})
            )
        )
        (run_id,) = wait_until(lambda: self._announced_runs() - before, pause=1)
        end_of_run(self.airflow, TRAINING_DAG, run_id)
        tasks = self.airflow.run_progress(TRAINING_DAG, run_id).tasks
        return {state for states in tasks.values() for state in states}

    def _announced_runs(self) -> set[str]:
        runs, _ = list_runs(self.airflow, TRAINING_DAG, RunFilter(text="asset_triggered"), limit=100)
        return {run.run_id for run in runs}

    @staticmethod
    def _asset_id(client: ApiClient) -> int:
        assets = AssetApi(client).get_assets(name_pattern=PRICES_ASSET).assets
        return next(int(asset.id) for asset in assets if asset.name == PRICES_ASSET)

    def forecasts(self, session: date) -> list[tuple[Any, ...]]:
        """The newest forecasts for a session, each with its run first."""
        return self.rows(FORECASTS, session=session)

    def files(self, session: date) -> dict[str, bytes]:
        """What the file of each ticker's forecasts for a session holds."""
        rows = self.rows(FILES, session=session)
        return {ticker: Path(unquote(urlsplit(url).path)).read_bytes() for ticker, url in rows}

    def rows(self, statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Of the platform's database, as of the session on the calendar."""
        engine = make_engine(
            Settings(
                database_url=self.platform.settings.database_url,
                as_of=date.fromisoformat(self.calendar.read_text().strip().split("=")[1]),
            ),
            poolclass=sa.NullPool,
        )
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement), parameters)]


@pytest.fixture
def vendor() -> Iterator[VendorServer]:
    with VendorServer() as server:
        for ticker, bars in truth().items():
            server.vendors.offer(ticker, bars, "yahoo")
        yield server


@pytest.fixture
def hook() -> Iterator[Hook]:
    with webhook() as receiver:
        yield receiver


@pytest.fixture
def team(vendor: VendorServer, hook: Hook) -> Iterator[Team]:
    home = make_home()
    calendar = home / "calendar.env"
    # Tasks read their settings anew: the file sets their day.
    own = {
        **IMPATIENCE,
        **variables_of_dag_files(**VARIABLES),
        "VN30_ENV_FILE": str(calendar),
        "VN30_PRICE_HOSTS": json.dumps(vendor.hosts),
        "VN30_YAHOO_CALLS_PER_MINUTE": "10000",
        "VN30_ALERT_WEBHOOK_CONNECTION": "hook",
        "AIRFLOW_CONN_HOOK": json.dumps({"conn_type": "http", "host": hook.url}),
    }
    calendar.write_text(f"VN30_AS_OF={SESSIONS[0]}\n")
    with set_up_in(home, price_source="yahoo") as local:
        platform = replace(local, environment={**local.environment, **own})
        with RunningPlatform(platform) as running:
            airflow = running.wait_until_ready(lambda text: None)
            for dag_id in (CRAWLER_DAG, TRAINING_DAG):
                airflow.unpause(dag_id)
            yield Team(platform, airflow, vendor, hook, calendar)


@pytest.mark.timeout(IN_A_ROW * PATIENCE)
def test_sessions_in_a_row(
    team: Team,
) -> None:
    """After consecutive sessions, all prices, forecasts and due alerts are there."""
    moments, kills = random.Random(1), 0  # noqa: S311
    for session in SESSIONS:
        team.turn_to(session)
        faults = team.vendor.vendors.faults["yahoo"]
        if session == DOWN:
            faults.extend([Fault(status=503)] * 1_000)
        if session == SPLIT:
            bars = team.vendor.vendors.bars["yahoo"][SPLIT_TICKER]
            team.vendor.vendors.offer(SPLIT_TICKER, adjusted(bars), "yahoo")
        state = team.crawl()
        assert state == ("failed" if session == DOWN else "success"), session
        faults.clear()
        if session == DOWN:
            continue
        if session == KILL:
            kills += kill_a_task(moments, PATIENCE)
        team.wait_for_training(session)
        print(session, flush=True)
    assert team.announce_again(SESSIONS[-1]) == {"skipped"}
    assert_forecasts_are_made_again(team)

    assert kills == 1
    assert_every_bar_is_there(team)
    assert_every_forecast_is_there(team)
    assert_alerts_came_where_due(team)


def assert_forecasts_are_made_again(team: Team) -> None:
    """A backfill reads what was known on an evening before the split, and leaves what is served.

    The vendor's bad day is mended by the crawl of the next one; its forecasts are made late, and the log says
    that nothing was on record.
    """
    past = [session for session in SESSIONS if session <= DOWN]
    made_then = {session: (team.forecasts(session), team.files(session)) for session in past[:-1]}
    served = team.rows(SERVED)
    assert len(served) == len(TRAINED) * sum(HORIZONS)
    team.backfill(past[0], past[-1])
    for session in past:
        team.wait_for_training(session, runs=1 if session == DOWN else 2)
    assert team.rows(SERVED) == served
    for session, (forecasts, files) in made_then.items():
        again = team.forecasts(session)
        assert [row[1:] for row in again] == [row[1:] for row in forecasts], session
        assert {row[0] for row in again}.isdisjoint({row[0] for row in forecasts})
        assert team.files(session) == files, session
        assert files.keys() == set(TRAINED)
    with_hindsight = team.rows(
        "SELECT DISTINCT as_of_date FROM experiment_logs JOIN experiment_runs AS runs ON runs.id = run_id "
        "WHERE level = 'WARNING' AND message LIKE '%are not on record%'"
    )
    assert with_hindsight == [(DOWN,)]


def assert_every_bar_is_there(team: Team) -> None:
    ((gaps, bars, expected),) = team.rows(
        "SELECT open_gaps, bars_stored, sessions_expected FROM crawl_reports ORDER BY created_at DESC LIMIT 1"
    )
    assert (gaps, bars) == (0, expected)
    stored = pd.DataFrame(
        team.rows(
            "SELECT ticker, price_date, close_price FROM stock_prices JOIN stocks ON stocks.id = stock_id"
        ),
        columns=["ticker", "date", "close"],
    )
    for ticker, bars in team.vendor.vendors.bars["yahoo"].items():
        rows = stored[stored["ticker"] == ticker].sort_values("date")
        assert list(rows["close"].astype(float)) == list(bars["close"]), ticker
    restated = team.rows("SELECT ticker, factor FROM price_restatements JOIN stocks ON stocks.id = stock_id")
    assert [(ticker, float(factor)) for ticker, factor in restated] == [(SPLIT_TICKER, SPLIT_FACTOR)]


def assert_every_forecast_is_there(team: Team) -> None:
    forecasts = team.rows(
        "SELECT as_of_date, count(*) FROM stock_prediction_summaries GROUP BY as_of_date ORDER BY as_of_date"
    )
    assert forecasts == [(session, len(TRAINED) * len(HORIZONS)) for session in SESSIONS]
    states = team.rows("SELECT DISTINCT state FROM experiment_runs")
    assert states == [("success",)]


def assert_alerts_came_where_due(team: Team) -> None:
    """One failure, delivered at its start and at its end; of stale models, those that are."""
    delivered = [(alert["kind"], alert["state"], alert["session"]) for alert in team.hook.posted]
    assert [alert for alert in delivered if alert[0] != "stale_models"] == [
        ("failure", "open", str(DOWN)),
        ("failure", "resolved", str(DOWN)),
    ]
    stale = team.rows(
        "SELECT array_agg(ticker ORDER BY ticker) FROM current_models AS models "
        "JOIN stocks ON stocks.id = models.stock_id WHERE freshness_state = 'stale' HAVING count(*) > 0"
    )
    wait_until(lambda: team.rows(OPEN_ALERTS) == [("stale_models", *row) for row in stale])
    assert bool(stale) == ("stale_models" in {kind for kind, _, _ in delivered})
