"""The DAG of minutes in Airflow itself, on the simulated market."""

from types import SimpleNamespace

import pytest

from vn30 import data
from vn30.airflow.listeners.crawl_note import note_report
from vn30.names import CRAWLER_DAG, INTRADAY_DAG

TICKERS = {"tickers": ["FPT", "VCB"]}


@pytest.fixture
def platform(open_platform):
    return open_platform(price_source="sample", as_of="2025-06-30")


@pytest.fixture
def airflow(airflow, platform):
    airflow.environment["VN30_AS_OF"] = "2025-06-30"
    return airflow


def test_minutes_of_the_last_sessions(airflow, platform) -> None:
    assert (
        airflow.dag_test((CRAWLER_DAG, TICKERS), (INTRADAY_DAG, TICKERS), (INTRADAY_DAG, TICKERS))
        == ["success"] * 3
    )
    days = data.minute_days()
    assert len(days) == 2 * 5
    assert set(days["verdict"]) == {"equal"}
    runs = platform.rows("SELECT summary FROM intraday_runs ORDER BY created_at")
    assert "2 loaded, 0 up to date, 0 failed" in runs[0][0]
    assert "0 loaded, 2 up to date, 0 failed" in runs[1][0]
    assert "0 errors, 0 warnings" in runs[1][0]
    run_id = platform.rows("SELECT airflow_run_id FROM intraday_runs ORDER BY created_at")[0][0]
    run = SimpleNamespace(dag_id=INTRADAY_DAG, run_id=run_id, note=None)
    note_report(run)
    assert run.note == f"Crawl report: {runs[0][0]}"
