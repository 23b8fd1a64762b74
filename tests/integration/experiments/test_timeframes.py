"""Runs of bars within sessions on a real database: trained on stored minutes, scored, and never served."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from tests.integration.conftest import SESSIONS, simulated_bars
from tests.integration.experiments.test_targets import SERVED
from tests.integration.experiments.test_training import train_all
from tests.support.made_minutes import made_minutes
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.experiments.champions import promote
from vn30.experiments.finish import finish_experiment
from vn30.experiments.lookahead import LookaheadJob, check_session, sample_jobs
from vn30.experiments.start import start_run
from vn30.features import stored_timeframe_bars
from vn30.features.truncation import LookAhead
from vn30.ingestion.intraday.minutes_writer import store_minutes
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.calendar import HOSE_ZONE

# The pooled model needs five tickers.
TICKERS = ("FPT", "HPG", "VCB", "MBB", "VNM")
KNOWN = SESSIONS[-130:]
CONFIG: dict[str, Any] = {
    "universe": {"useAllVn30": False, "tickers": list(TICKERS)},
    "targets": {"horizons": [7], "timeframe": "1h", "lookbackWindow": 20},
    "indicators": {"overnight": {}},
    "models": {name: {"enabled": False} for name in ("randomForest", "gradientBoosting", "svr")},
}
SERVED_TABLES = (
    "stock_prediction_summaries",
    "stock_prediction_points",
    "model_statuses",
    "research_forecasts",
)


CURRENT_MODELS = "SELECT stock_id, experiment_run_id FROM current_models ORDER BY 1"


@pytest.fixture
def market() -> pd.DataFrame:
    """Enough tickers for a pooled model, and the index."""
    return pd.concat([simulated_bars(name) for name in (*TICKERS, "VNINDEX")], ignore_index=True)


@pytest.fixture
def stored(platform):
    """Daily bars, and minutes of the last 130 sessions of each ticker."""
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest((*TICKERS, "VNINDEX"))):
        load_ticker(platform.settings, job)
    for ticker in TICKERS:
        store_minutes(
            platform.store, made_minutes(ticker, KNOWN), "csv", datetime.now(UTC), settled=KNOWN[-1]
        )
    return platform


def trained(platform, name: str, config: dict[str, Any]) -> str:
    experiment = start_run(name, json.dumps(config), None)
    train_all(platform, experiment)
    assert finish_experiment(platform.store, name)["failed"] == []
    return experiment.id


def test_bars_are_research(stored) -> None:
    """A run of hours stores forecasts and scores by the ends of its bars, and leaves what is served."""
    daily = {**CONFIG, "targets": {"horizons": [7]}, "indicators": {}}
    trained(stored, "days", daily)
    served, counts = stored.rows(SERVED), [stored.count(table) for table in SERVED_TABLES]
    models = stored.rows(CURRENT_MODELS)
    assert len(served) == len(models) == len(TICKERS)
    run = trained(stored, "hours", CONFIG)
    assert stored.rows(SERVED) == served
    assert [stored.count(table) for table in SERVED_TABLES] == counts
    assert stored.rows(CURRENT_MODELS) == models

    forecasts = stored.rows("SELECT * FROM bar_forecasts")
    assert [str(row.experiment_run_id) for row in forecasts] == [run] * len(TICKERS)
    for row in forecasts:
        local = row.bar_time.astimezone(HOSE_ZONE)
        assert (local.date(), local.hour) == (SESSIONS[-1], 15)
        # Seven hours later: a session of five bars, and two of the next.
        assert row.target_time.astimezone(HOSE_ZONE).strftime("%H:%M") == "11:00"
        assert row.lower_price < row.predicted_price < row.upper_price
    scores = stored.rows("SELECT * FROM bar_scores")
    assert {row.member for row in scores} == {"ensemble", "naive", "pooled", "ridge"}
    for row in scores:
        assert row.timeframe == "1h"
        assert float(row.skill) < 0.3  # A random walk has no skill.
        assert row.member != "naive" or (float(row.skill), row.mape_pct) == (0, row.naive_mape_pct)
    # About a fifth of 130 sessions of five hours.
    assert all(90 <= row.test_rows <= 130 for row in scores)

    [version] = stored.rows("SELECT * FROM model_version_overview WHERE timeframe = '1h'")
    assert version.is_research
    assert version.champion_at == []
    assert version.tickers == len(TICKERS)
    assert version.metrics["7"]["naive_mape_pct"] > 0
    with pytest.raises(WrongInput, match="never served"), warehouse.transaction() as connection:
        promote(connection, version.version, [7], "ds1", "A try", {})


def test_lookahead_within_a_session(stored, monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes that are cut in the middle of an hour change nothing before; planted leaks are found."""
    drawn = sample_jobs(CONFIG, 3, 1, None)
    assert {date.fromisoformat(job.session) for job in drawn} <= set(KNOWN)
    assert drawn[0].tickers == sorted(TICKERS)
    session = KNOWN[120].isoformat()
    job = LookaheadJob(session, KNOWN[-1].isoformat(), 7, list(TICKERS), "FPT", 1)
    checked = check_session(stored.store, "honest", CONFIG, job)
    assert checked["differences"] == 0
    assert checked["values"] > 10_000
    honest = stored_timeframe_bars.at_daily_level

    def at_close(bars: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
        """Scaled by the last close of the session, which its first bars do not know."""
        found = honest(bars, days)
        closes = found.groupby(pd.DatetimeIndex(found["date"]).normalize())["close"].transform("last")
        return found.assign(close=found["close"] / closes * 50_000)

    monkeypatch.setattr(stored_timeframe_bars, "at_daily_level", at_close)
    with pytest.raises(LookAhead, match=f"of .* on {session}"):
        check_session(stored.store, "leaking", CONFIG, job)
