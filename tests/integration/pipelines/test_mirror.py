"""The listener records a run and its tasks, and its errors stop neither."""

import logging
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.models.dagrun import DagRun
from pydantic import SecretStr

from vn30.airflow.listeners.mirror import PipelineMirror
from vn30.database import warehouse
from vn30.names import CRAWLER_DAG
from vn30.settings import Settings

BEGUN = datetime(2026, 11, 20, 10, tzinfo=UTC)
BY_HAND = "Dag Run's state was manually set to `failed`."  # in Airflow's own words


def run(run_id: str = "run", dag_id: str = CRAWLER_DAG) -> DagRun:
    """A run as the scheduler has it, but for its tasks."""
    return DagRun(dag_id=dag_id, run_id=run_id, run_type="scheduled", run_after=BEGUN, start_date=BEGUN)


def task(ticker: str, state: str = "running", try_number: int = 1) -> Any:
    """A task instance as its own process has it."""
    return SimpleNamespace(
        dag_id=CRAWLER_DAG,
        run_id="run",
        task_id="load",
        map_index=7,
        rendered_map_index=ticker,
        state=state,
        try_number=try_number,
        start_date=BEGUN,
        end_date=BEGUN + timedelta(seconds=3),
    )


def tasks(platform) -> list[tuple[str, str, int]]:
    return [
        (row.map_label, row.state, row.try_number)
        for row in platform.rows("SELECT map_label, state, try_number FROM pipeline_run_tasks")
    ]


def lines(platform) -> list[tuple[str, str]]:
    return [
        (row.level, row.message)
        for row in platform.rows("SELECT level, message FROM pipeline_run_logs ORDER BY id")
    ]


def test_a_task_is_followed_through_its_tries(platform) -> None:
    mirror = PipelineMirror()
    mirror.on_dag_run_running(run(), "")
    mirror.on_task_instance_running(None, task("FPT"))
    assert tasks(platform) == [("FPT", "running", 1)]
    mirror.on_task_instance_failed(None, task("FPT", "up_for_retry"), ValueError("no\x00 answer"))
    assert tasks(platform) == [("FPT", "up_for_retry", 1)]
    mirror.on_task_instance_running(None, task("FPT", try_number=2))
    mirror.on_task_instance_success(None, task("FPT", "success", 2))
    assert tasks(platform) == [("FPT", "success", 2)]
    # The first try's process reports late.
    mirror.on_task_instance_failed(None, task("FPT", "failed"), "killed")
    assert tasks(platform) == [("FPT", "success", 2)]
    assert lines(platform) == [
        ("warning", "up_for_retry after 3.0 s: ValueError('no\\x00 answer')"),
        ("info", "success after 3.0 s"),
        ("error", "failed after 3.0 s: killed"),
    ]


def test_run_ended_by_user(platform) -> None:
    """A run that a user ends is cancelled, and its tasks do not change that."""
    mirror = PipelineMirror()
    mirror.on_dag_run_running(run(), "")
    mirror.on_task_instance_running(None, task("FPT"))
    mirror.on_dag_run_failed(run(), BY_HAND)
    mirror.on_task_instance_failed(None, task("FPT", "failed"), "killed")
    ended = platform.rows("SELECT state, end_time IS NOT NULL AS ended FROM pipeline_runs")
    assert [(row.state, row.ended) for row in ended] == [("cancelled", True)]
    assert tasks(platform) == [("FPT", "running", 1)]
    mirror.on_dag_run_failed(run("timed_out"), "timed_out")
    mirror.on_dag_run_running(run(dag_id="example"), "")
    assert [row.state for row in platform.rows("SELECT state FROM pipeline_runs ORDER BY run_id")] == [
        "cancelled",
        "failed",
    ]


def test_listener_without_database(
    platform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While the database is down, the listener waits once and raises nothing."""
    unreachable = Settings(database_url=SecretStr("postgresql://nobody:secret@127.0.0.1:1/none"))
    monkeypatch.setattr(warehouse, "get_settings", lambda: unreachable)
    mirror = PipelineMirror()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            mirror.on_dag_run_running(run(), "")
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text
