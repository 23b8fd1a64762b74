"""What a training run leaves on record: what made it, how good it was beside naive, and what came true."""

import json
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from tests.integration.conftest import simulated_bars
from vn30 import warehouse
from vn30.features import indicators
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.pipelines import HORIZONS
from vn30.training import run
from vn30.training.finish import finish_experiment
from vn30.training.registry import Experiment

TICKERS = ["ACB", "BID", "FPT", "HPG", "VCB", "VNM"]
CONFIG: dict[str, Any] = {
    "universe": {"useAllVn30": False, "tickers": TICKERS},
    "models": {"randomForest": {"nEstimators": 5}, "gradientBoosting": {"nEstimators": 5}},
    "ensemble": {"method": "weighted"},
}
FORECASTS = (
    "SELECT ticker, f.horizon_days, predicted_price, lower_price, upper_price, probability_of_rise, "
    "as_of_date FROM stock_prediction_summaries f JOIN stocks ON stocks.id = stock_id ORDER BY 1, 2, 7"
)


@pytest.fixture
def market() -> pd.DataFrame:
    """Enough tickers to compare them, and an index."""
    index = simulated_bars("VNINDEX")
    return pd.concat([*(simulated_bars(ticker) for ticker in TICKERS), index], ignore_index=True)


def crawl(desk, name: str = "crawl") -> None:
    for job in plan_crawl(desk.settings, name, CrawlRequest((*TICKERS, "VNINDEX"))):
        load_ticker(desk.settings, job)


def train(desk, name: str, tickers: list[str], only: list[str] | None = None) -> Experiment:
    experiment = run.resolve(name, json.dumps(CONFIG), only)
    panel = run.build_panel_file(desk.settings, experiment)
    pooled = [run.pool(desk.settings, experiment, panel, horizon) for horizon in HORIZONS]
    for ticker in tickers:
        run.train(desk.settings, experiment, panel, pooled, ticker)
    return experiment


def test_every_figure_is_on_record_with_what_made_it(desk) -> None:
    crawl(desk)
    train(desk, "run", TICKERS)
    assert finish_experiment(desk.settings, "run")["suspicions"] == []

    made = desk.rows("SELECT * FROM experiment_runs JOIN feature_panels ON content_hash = panel_hash")[0]
    assert len(made.code_version) == 64
    assert made.packages["scikit-learn"]
    assert set(made.step_seconds) == {"panel", "pool_7", "pool_15", "pool_30"}
    assert (made.volatility_regime, made.trend_regime) != ("unknown", "unknown")

    for row in desk.rows("SELECT * FROM current_forecasts"):
        # A year and a half holds too few outcomes over 30 sessions to promise an interval.
        if row.horizon_days < 30:
            assert row.lower_price < row.predicted_price < row.upper_price
            assert 0 < row.probability_of_rise < 1
        else:
            assert row.lower_price is row.upper_price is row.probability_of_rise is None
        assert (row.volatility_regime, row.trend_regime) == (made.volatility_regime, made.trend_regime)
    ends = desk.rows(
        "SELECT p.lower_price = f.lower_price AND p.upper_price = f.upper_price FROM current_forecasts f "
        "JOIN forecast_points p USING (stock_id, horizon_days) WHERE p.prediction_date = f.target_date "
        "AND f.lower_price IS NOT NULL"
    )
    assert ends == [(True,)] * 12

    weights = desk.rows(
        "SELECT sum(weight), array_agg(member ORDER BY member) FROM member_horizon_metrics "
        "GROUP BY model_status_id, horizon_days"
    )
    members = ["gradient_boosting", "naive", "pooled", "random_forest", "ridge", "svr"]
    assert len(weights) == 18
    for total, names in weights:
        assert float(total) == pytest.approx(1)
        assert names == members
    naive = desk.rows("SELECT DISTINCT skill, p_value FROM member_horizon_metrics WHERE member = 'naive'")
    assert [tuple(map(float, row)) for row in naive] == [(0, 1)]

    scores = desk.rows("SELECT * FROM experiment_scores ORDER BY horizon_days")
    assert [(row.horizon_days, row.tickers) for row in scores] == [(7, 6), (15, 6), (30, 6)]
    for row in scores:
        assert row.rank_ic_sessions * 6 == row.test_rows
        assert row.verdict == "not proven"
        assert -0.2 < row.skill < 0.1
    assert desk.count("experiment_logs WHERE message LIKE '7 sessions: MAPE%rank IC%'") == 1


def test_a_forecast_depends_neither_on_the_order_nor_on_who_is_trained_with_it(desk) -> None:
    crawl(desk)
    train(desk, "all", TICKERS)
    together = desk.rows(FORECASTS)
    train(desk, "backwards", TICKERS[::-1])
    assert desk.rows(FORECASTS) == together
    train(desk, "alone", ["HPG"], only=["HPG"])
    assert desk.rows(FORECASTS) == together


def test_trying_a_published_ticker_again_changes_nothing(desk) -> None:
    crawl(desk)
    experiment = train(desk, "run", TICKERS[:1])
    rows = "SELECT * FROM stock_prediction_summaries", "SELECT * FROM model_statuses"
    before = [desk.rows(query) for query in rows]
    assert run.train(desk.settings, experiment, "gone", [], TICKERS[0])["published"] == "before"
    assert [desk.rows(query) for query in rows] == before


def test_a_leak_makes_the_run_suspect_in_the_tables_and_in_the_log(
    desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def knows_the_future(bars: indicators.Bars) -> np.ndarray:
        ahead = np.full(len(bars.close), 0.0)
        ahead[:-8] = np.log(bars.close[8:] / bars.close[:-8])
        return ahead

    monkeypatch.setattr(indicators, "day_range", knows_the_future)
    crawl(desk)
    train(desk, "leaky", TICKERS)
    found = finish_experiment(desk.settings, "leaky")["suspicions"]
    assert any("7 sessions: skill" in reason for reason in found)
    assert any("7 sessions: rank IC" in reason for reason in found)
    assert desk.rows("SELECT suspicions FROM experiment_runs") == [(found,)]
    assert desk.count("experiment_logs WHERE level = 'WARNING' AND message LIKE 'Suspect: %'") == len(found)


def test_what_came_true_is_joined_to_what_was_forecast_in_time(open_desk) -> None:
    """As of two months before the newest bar, by the clock of today: too late to be a forecast."""
    crawl(open_desk())
    replay = open_desk(as_of="2024-04-26")
    train(replay, "replay", ["FPT"], only=["FPT"])
    realised = "SELECT * FROM realised_forecasts ORDER BY horizon_days"
    assert replay.rows(realised) == []
    desk = open_desk()
    rows = desk.rows(realised)
    assert [row.horizon_days for row in rows] == [7, 15, 30]
    for row in rows:
        assert row.realised_on == row.target_date
        assert not row.made_in_time
    fpt = "FROM stock_prices JOIN stocks ON stocks.id = stock_id WHERE ticker = 'FPT'"
    closes = dict(map(tuple, desk.rows(f"SELECT price_date, close_price {fpt}")))
    assert [row.realised_price for row in rows] == [closes[row.target_date] for row in rows]
    assert desk.count("live_accuracy") == 0
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text("UPDATE stock_prediction_summaries SET created_at = '2024-04-26 18:00+07'")
        )
    (one, *_) = desk.rows("SELECT * FROM live_accuracy ORDER BY horizon_days")
    assert (one.horizon_days, one.forecasts, one.first_as_of) == (7, 1, date(2024, 4, 26))
    error = abs(rows[0].realised_price - rows[0].predicted_price) / rows[0].realised_price
    assert float(one.mape_pct) == pytest.approx(100 * float(error), abs=1e-3)


def test_a_forecast_made_in_time_is_not_replaced_by_one_that_could_know_better(open_desk) -> None:
    crawl(open_desk())
    desk = open_desk(as_of="2024-04-26")
    train(desk, "in time", ["FPT"], only=["FPT"])
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "UPDATE stock_prediction_summaries "
                "SET created_at = '2024-04-26 18:00+07', predicted_price = 1"
            )
        )
    train(desk, "with hindsight", ["FPT"], only=["FPT"])
    assert {row.predicted_price for row in desk.rows(FORECASTS)} == {1}
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE stock_prediction_summaries SET created_at = now()"))
    train(desk, "of two back-tests", ["FPT"], only=["FPT"])
    assert 1 not in {row.predicted_price for row in desk.rows(FORECASTS)}


def test_a_run_before_todays_bars_keeps_the_regime_of_the_session_it_starts_from(open_desk) -> None:
    crawl(open_desk())
    regimes = "SELECT as_of_date, volatility_regime, trend_regime FROM stock_prediction_summaries"
    desk = open_desk()
    train(desk, "with all bars", ["FPT"], only=["FPT"])
    before = set(desk.rows(regimes))
    assert "unknown" not in next(iter(before))
    desk = open_desk(as_of="2024-07-01")
    train(desk, "a session later, without its bars", ["FPT"], only=["FPT"])
    assert desk.rows("SELECT max(as_of_date) FROM experiment_runs") == [(date(2024, 7, 1),)]
    assert set(desk.rows(regimes)) == before


def test_a_run_that_is_started_again_with_fewer_horizons_takes_the_others_back(desk) -> None:
    crawl(desk)
    train(desk, "run", ["FPT"], only=["FPT"])
    shorter = json.dumps({**CONFIG, "targets": {"horizons": [7]}})
    again = run.resolve("run", shorter, ["FPT"])
    panel = run.build_panel_file(desk.settings, again)
    run.train(desk.settings, again, panel, [], "FPT")
    assert desk.rows("SELECT horizon_days, model_status_id IS NOT NULL FROM current_forecasts") == [(7, True)]
