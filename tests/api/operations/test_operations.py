"""Heartbeats as Airflow's real API server tells them, and data sets and runs by the database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from api.operations.service import faults, read_datasets, read_heartbeats
from api.operations.watch import LOOKS_BEFORE_ALERT, HeartbeatWatch
from tests.support.airflow_server import AirflowServer
from vn30.database.warehouse import make_engine
from vn30.pipelines.airflow_api import AirflowApi
from vn30.settings import Settings

ROOT = "/api/v1/operations"
JOB = """
INSERT INTO job (job_type, state, hostname, unixname, start_date, latest_heartbeat)
VALUES (:job_type, :state, :hostname, 'vn30', :beat, :beat)
"""
HOSTS = ("beating-1", "silent-1")


@pytest.fixture
def airflow_jobs(airflow_server: AirflowServer) -> Iterator[sa.Connection]:
    """Airflow's own table of processes, which the tests' server, without any, has empty."""
    engine = sa.create_engine(airflow_server.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
        connection.execute(sa.text("DELETE FROM job WHERE hostname = ANY(:hosts)"), {"hosts": list(HOSTS)})
    engine.dispose()


@pytest.fixture
def beat(airflow_jobs: sa.Connection) -> Callable[..., None]:
    """``beat(process, hostname, seconds ago, state)``"""

    def put(job_type: str, hostname: str, ago: float, state: str = "running") -> None:
        at = datetime.now(UTC) - timedelta(seconds=ago)
        values = {"job_type": job_type, "hostname": hostname, "beat": at, "state": state}
        airflow_jobs.execute(sa.text(JOB), values)

    return put


@pytest.fixture(scope="module")
def airflow(airflow_server: AirflowServer) -> AirflowApi:
    return AirflowApi(airflow_server.url, airflow_server.username, airflow_server.password)


@pytest.fixture
def engine(market_settings: Settings) -> Iterator[sa.Engine]:
    engine = make_engine(market_settings)
    yield engine
    engine.dispose()


def test_heartbeats(airflow: AirflowApi, beat: Callable[..., None]) -> None:
    beat("SchedulerJob", "beating-1", 1)
    # Killed on the same host and started again; another one was stopped in good order.
    beat("SchedulerJob", "beating-1", 4_000)
    beat("SchedulerJob", "silent-1", 9_000, "success")
    beat("DagProcessorJob", "silent-1", 600)
    read = read_heartbeats(airflow, datetime.now(UTC))
    assert read.answers
    assert [(one.process, one.hostname, one.state) for one in read.processes] == [
        ("dag_processor", "silent-1", "stalled"),
        ("scheduler", "beating-1", "alive"),
        ("triggerer", None, "missing"),
    ]
    (stalled, missing) = faults(read)
    assert stalled.startswith("The DAG processor has had no heartbeat since 20")
    assert missing == "The triggerer does not run."


def test_stalled_workers(airflow: AirflowApi) -> None:
    """Tasks that wait are told; they have no worker when they wait for long and none runs."""
    read = read_heartbeats(airflow, datetime.now(UTC))
    waiting = read.model_copy(update={"waiting_tasks": 3, "workers_stalled": True})
    assert "3 tasks wait for a worker, and none runs." in faults(waiting)
    assert not read.workers_stalled


def test_an_alert_is_raised_and_resolved(
    airflow: AirflowApi, beat: Callable[..., None], engine: sa.Engine, data_scientist: httpx.Client
) -> None:
    def alerts(state: str) -> list[dict[str, Any]]:
        listed = data_scientist.get("/api/v1/alerts", params={"state": state}).json()["data"]
        return [alert for alert in listed if alert["title"].startswith("Airflow has stalled")]

    watch = HeartbeatWatch(engine, airflow)
    beat("SchedulerJob", "silent-1", 600)
    for look in range(LOOKS_BEFORE_ALERT + 2):
        assert bool(alerts("open")) is (look >= LOOKS_BEFORE_ALERT)
        watch.look()
    (alert,) = alerts("open")
    assert "scheduler has had no heartbeat since" in alert["title"] + " ".join(alert["details"])
    for process in ("SchedulerJob", "DagProcessorJob", "TriggererJob"):
        beat(process, "beating-1", 1)
    watch.look()
    assert alerts("open") == []


def test_without_airflow(
    serve: Callable[[Settings], httpx.Client],
    sign_in: Callable[..., httpx.Client],
    market_settings: Settings,
    airflow_is_down: dict[str, str],
    engine: sa.Engine,
) -> None:
    password = SecretStr(airflow_is_down["airflow_password"])
    settings = market_settings.model_copy(update={**airflow_is_down, "airflow_password": password})
    client = sign_in(serve(settings), "ds1")
    read = client.get(f"{ROOT}/heartbeats").json()
    assert (read["answers"], read["processes"]) == (False, [])
    unreachable = AirflowApi(airflow_is_down["airflow_url"], airflow_is_down["airflow_username"], "none")
    watch = HeartbeatWatch(engine, unreachable)
    for _ in range(LOOKS_BEFORE_ALERT + 1):
        watch.look()
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM alerts WHERE resolved_at IS NULL")) == 0


def test_roles(end_user: httpx.Client, anonymous: httpx.Client) -> None:
    for part in ("heartbeats", "datasets", "runs"):
        assert end_user.get(f"{ROOT}/{part}").status_code == 403
        assert anonymous.get(f"{ROOT}/{part}").status_code == 401


def test_data_sets(data_scientist: httpx.Client, engine: sa.Engine) -> None:
    """The small market has prices and forecasts of its last session, and nothing else."""
    answer = data_scientist.get(f"{ROOT}/datasets").json()
    ages = {age["dataset"]: age for age in answer["data"]}
    assert answer["asOf"] == ages["prices"]["newestSession"] == "2025-03-31"
    assert (ages["prices"]["state"], ages["prices"]["sessionsBehind"]) == ("current", 0)
    assert (ages["prices"]["dagId"], ages["forecasts"]["state"]) == ("vn30_data_crawler", "current")
    for dataset in ("risk", "fundamentals"):
        assert (ages[dataset]["state"], ages[dataset]["sessionsBehind"]) == ("empty", None)
    with engine.connect() as connection:
        connection.execute(sa.text("DELETE FROM stock_prices WHERE price_date >= '2025-03-31'"))
        closes = datetime(2025, 3, 31, 8, tzinfo=UTC)
        for hours, state in ((5.9, "due"), (6.1, "late")):
            read = read_datasets(connection, closes + timedelta(hours=hours))
            (prices,) = [age for age in read.data if age.dataset == "prices"]
            assert (prices.state, prices.sessions_behind) == (state, 1)
        connection.execute(sa.text("DELETE FROM stock_prices WHERE price_date >= '2025-03-28'"))
        read = read_datasets(connection, closes)
        assert [age.state for age in read.data if age.dataset == "prices"] == ["late"]
        connection.rollback()


def test_news_age(engine: sa.Engine) -> None:
    """News have no sessions: the state counts how often the schedule has fired since a feed has answered."""
    known = """
    INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron)
    VALUES ('vn30_news_crawler', 'VN30 news crawler', 'active', '0 0,2,4,6-22 * * *')
    ON CONFLICT (dag_id) DO UPDATE SET schedule_cron = excluded.schedule_cron
    """
    asked = "INSERT INTO news_feeds (feed, url, answered_at) VALUES ('one', 'https://one.example', :answered)"
    # 09:00 in Vietnam, and 22:00: the schedule fires every hour, then every two hours.
    by_day, by_night = datetime(2025, 3, 31, 2, 1, tzinfo=UTC), datetime(2025, 3, 31, 15, 1, tzinfo=UTC)
    with engine.connect() as connection:

        def state(now: datetime) -> str:
            (news,) = [age for age in read_datasets(connection, now).data if age.dataset == "news"]
            assert (news.newest_session, news.sessions_behind) == (None, None)
            return news.state

        connection.execute(sa.text(known))
        connection.execute(sa.text("DELETE FROM news_feeds"))
        assert state(by_day) == "empty"
        for answered, hours in ((by_day, (0.9, 1.9, 2.1)), (by_night, (1.9, 3.9, 4.1))):
            connection.execute(sa.text("DELETE FROM news_feeds"))
            connection.execute(sa.text(asked), {"answered": answered})
            found = [state(answered + timedelta(hours=after)) for after in hours]
            assert found == ["current", "due", "late"]
        connection.rollback()


def test_active_runs(data_scientist: httpx.Client, engine: sa.Engine) -> None:
    """Progress is by tasks, the time left by the median of ended runs. Walk-forwards are private."""
    known = """
    INSERT INTO pipeline_dags (dag_id, name, status, schedule_cron)
    VALUES ('vn30_walk_forward', 'VN30 walk-forward', 'active', '') ON CONFLICT DO NOTHING
    """
    rows = """
    INSERT INTO pipeline_runs (
        dag_id, run_id, run_type, run_after, state, start_time, duration_seconds, triggered_by_label
    )
    SELECT
        dag_id, run_id, 'manual', now(), state, now() - 30 * interval '1 second', seconds, 'ds1'
    FROM (VALUES
        ('vn30_risk', 'done-1', 'success', 40.0), ('vn30_risk', 'done-2', 'success', 50.0),
        ('vn30_risk', 'done-3', 'success', 900.0), ('vn30_risk', 'failed', 'failed', 1.0),
        ('vn30_risk', 'active', 'running', NULL), ('vn30_walk_forward', 'private', 'queued', NULL)
    ) AS made (dag_id, run_id, state, seconds)
    """
    tasks = """
    INSERT INTO pipeline_run_tasks (dag_id, run_id, task_id, label, map_index, state, try_number, end_time)
    SELECT 'vn30_risk', 'active', task_id, task_id, map_index, state, 1, ended
    FROM (VALUES
        ('plan', -1, 'success', now()), ('measure', 0, 'failed', now()), ('measure', 1, 'running', NULL),
        ('watcher', -1, 'pending', NULL)
    ) AS made (task_id, map_index, state, ended)
    """
    with engine.begin() as connection:
        for statement in (known, rows, tasks):
            connection.execute(sa.text(statement))
    try:
        runs = {run["runId"]: run for run in data_scientist.get(f"{ROOT}/runs").json()["data"]}
        assert set(runs) == {"active", "private"}
        active = runs["active"]
        assert (active["tasks"], active["tasksEnded"], active["tasksFailed"]) == (4, 2, 1)
        assert (active["stages"], active["progress"], active["triggeredBy"]) == (["measure"], 0.5, "ds1")
        assert 0 < active["secondsLeft"] <= 20
        assert (runs["private"]["triggeredBy"], runs["private"]["progress"]) == (None, None)
        assert runs["private"]["secondsLeft"] is None
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM pipeline_runs WHERE run_type = 'manual'"))
