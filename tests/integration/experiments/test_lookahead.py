"""The look-ahead check on stored prices, with a leak that it must find."""

import json

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS, SMALL_CONFIG, TICKERS, simulated_bars
from vn30.database import warehouse
from vn30.experiments.lookahead import check_session, sample_jobs
from vn30.experiments.regimes import store_regimes
from vn30.experiments.start import start_run
from vn30.experiments.steps import build_panel_file
from vn30.features import returns
from vn30.features.truncation import LookAhead
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.stored_bars import stored_bars


def crawl(platform, *others: str) -> None:
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest((*TICKERS, *others))):
        load_ticker(platform.settings, job)


def test_planted_leak(platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check fails, names the column, and stores the difference; tried again, it replaces it."""
    crawl(platform)
    (job,) = sample_jobs(SMALL_CONFIG, 1, 5, TICKERS)
    assert sample_jobs(SMALL_CONFIG, 1, 5, TICKERS) == [job]
    monkeypatch.setattr(
        returns,
        "day_range",
        lambda bars: pd.Series(bars.close).rolling(5, center=True).mean().to_numpy() / bars.close,
    )
    for _ in range(2):
        with pytest.raises(LookAhead, match=rf"feature day_range of \w+ on {job.session}: .* from all"):
            check_session(platform.store, "again", SMALL_CONFIG, job)
    ((name, session),) = platform.rows(
        "SELECT name, session_date FROM lookahead_differences WHERE part = 'feature'"
    )
    assert (name, session.isoformat()) == ("day_range", job.session)
    assert platform.rows("SELECT airflow_run_id FROM lookahead_checks") == [("again",)]


def test_regimes_of_a_training_run(platform, market) -> None:
    """A training stores the regimes up to its session; one for a past session changes nothing."""
    platform.write(pd.concat([market, simulated_bars("VNINDEX")]))
    crawl(platform, "VNINDEX")
    build_panel_file(platform.store, start_run("run", json.dumps(SMALL_CONFIG), None))
    statement = "SELECT session_date, volatility, trend, state FROM regimes_of_market ORDER BY 1"
    rows = platform.rows(statement)
    assert len(rows) == 369
    assert rows[-1][1] in ("quiet", "volatile")
    assert rows[-1][2] in ("bull", "bear")
    assert {state for *_, state in rows} == {"unknown"}
    with warehouse.transaction() as connection:
        assert store_regimes(connection, stored_bars(connection, ["VNINDEX"], SESSIONS[-9])) is None
    assert platform.rows(statement) == rows
