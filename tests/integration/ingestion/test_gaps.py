"""A requested gap follows its Airflow run, as the listener in Airflow hears of it."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests.integration.conftest import Platform
from vn30.airflow.listeners.gap_run import begin_gap, end_gap
from vn30.database.warehouse import transaction
from vn30.i18n.localized import from_text
from vn30.ingestion.gaps import Gap, RequestedGap, cancel, request_gap
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import read_request
from vn30.names import CRAWLER_DAG, TRAINING_DAG
from vn30.users.accounts import seed_demo_accounts

GAP = Gap("daily", ("FPT", "HPG"), date(2024, 2, 1), date(2024, 2, 29))


@pytest.fixture
def requested(platform: Platform) -> RequestedGap:
    """A request for February 2024 of two tickers."""
    with transaction() as connection:
        seed_demo_accounts(connection)
    (user,) = platform.rows("SELECT id FROM users WHERE username = 'ds1'")
    with transaction() as connection:
        return request_gap(connection, GAP, user.id, None)


def run(dag_id: str, run_id: str) -> Any:
    return SimpleNamespace(dag_id=dag_id, run_id=run_id)


def state(platform: Platform) -> tuple[str, str | None]:
    (row,) = platform.rows("SELECT state, problem FROM crawl_requests")
    return row.state, None if row.problem is None else from_text(row.problem)


def test_from_start_to_end(platform: Platform, requested: RequestedGap) -> None:
    """Runs of other DAGs and by schedule change nothing; a cleared run is running again."""
    here = run(CRAWLER_DAG, requested.airflow_run_id)
    for other in (run(TRAINING_DAG, here.run_id), run(CRAWLER_DAG, "scheduled__2024")):
        begin_gap(other)
        end_gap(other, "success", "")
    assert state(platform) == ("queued", None)
    begin_gap(here)
    assert state(platform) == ("running", None)
    jobs = plan_crawl(platform.settings, here.run_id, read_request(GAP.conf()))
    assert [(job.ticker, job.start, job.end) for job in jobs] == [
        ("FPT", "2024-02-01", "2024-02-29"),
        ("HPG", "2024-02-01", "2024-02-29"),
    ]
    load_ticker(platform.settings, jobs[0])
    end_gap(here, "failed", "task_failure")
    assert state(platform) == ("failed", "HPG: task_failure")
    begin_gap(here)
    assert state(platform) == ("running", None)
    load_ticker(platform.settings, jobs[1])
    end_gap(here, "success", "success")
    assert state(platform) == ("done", None)


def test_a_run_that_plans_nothing_has_failed(platform: Platform, requested: RequestedGap) -> None:
    """Airflow calls a run whose tasks were all skipped a success."""
    here = run(CRAWLER_DAG, requested.airflow_run_id)
    begin_gap(here)
    end_gap(here, "success", "success")
    assert state(platform) == (
        "failed",
        "The run has loaded nothing. Its first task has the reason in its log.",
    )


def test_a_cancelled_request_stays_cancelled(platform: Platform, requested: RequestedGap) -> None:
    """Whether a user cancelled it here or in Airflow."""
    here = run(CRAWLER_DAG, requested.airflow_run_id)
    begin_gap(here)
    end_gap(here, "cancelled", "set by a user")
    assert state(platform) == ("cancelled", None)
    begin_gap(here)
    end_gap(here, "success", "success")
    assert state(platform) == ("cancelled", None)
    with transaction() as connection:
        assert not cancel(connection, requested.id)
