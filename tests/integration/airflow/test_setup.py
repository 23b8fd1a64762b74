"""Crawler and training in Airflow itself: through the command line, and when something is wrong."""

import re
from datetime import date

from vn30.names import CRAWLER_DAG, TRAINING_DAG

TICKERS = ["FPT", "HPG", "VCB"]
# The configuration's universe is these three; the crawl takes them from its parameters.
THREE = {"tickers": TICKERS}


def test_both_dags_run_through_the_command_line(airflow, platform) -> None:
    """A day that is named is the run's session, and no report ends in a traceback."""
    output = airflow.commands(
        ("dags", "test", CRAWLER_DAG, "--conf", '{"tickers": ["FPT", "HPG", "VCB"]}'),
        ("dags", "test", TRAINING_DAG, "2024-05-18", "--conf", '{"tickers": ["FPT"]}'),
    )
    assert "Traceback" not in output
    assert len(re.findall("note_report was skipped for this run: .*", output)) <= 1
    assert platform.count("stock_prices") == 3 * 369
    runs = platform.rows(
        "SELECT state, as_of, scope, requested_tickers, owner FROM experiment_overview ORDER BY created_at"
    )
    assert runs == [("success", date(2024, 5, 17), "selected", ["FPT"], "airflow")]


def test_one_failing_ticker(airflow, platform, market) -> None:
    """One failing ticker fails the run, and the other tickers are kept."""
    platform.write(market[market["symbol"] != "HPG"])
    assert airflow.dag_test((CRAWLER_DAG, THREE), (TRAINING_DAG, {})) == ["failed", "failed"]
    states = platform.rows("SELECT ticker, state FROM crawl_tickers ORDER BY ticker")
    assert states == [("FPT", "loaded"), ("HPG", "failed"), ("VCB", "loaded")]
    assert len(platform.rows("SELECT DISTINCT stock_id FROM current_forecasts")) == 2
    assert platform.rows("SELECT summary_metrics -> 'failed' FROM experiment_runs") == [(["HPG"],)]


def test_unreadable_file(airflow, platform) -> None:
    """An unreadable file fails the run at once, with the reason."""
    platform.csv.write_text("symbol,date,open,high,low,volume\nFPT,2024-01-02,1,1,1,1\n")
    done = airflow.command("dags", "test", CRAWLER_DAG)
    assert done.returncode != 0
    assert "close" in done.stdout + done.stderr
    assert platform.count("stock_prices") == 0
