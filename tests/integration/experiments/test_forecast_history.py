"""The record of a training run: its inputs, its scores relative to naive, and realised prices."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from tests.integration.conftest import simulated_bars
from vn30.database import warehouse
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.promotion_policy import PromotionPolicy
from vn30.experiments.record import Experiment
from vn30.experiments.start import start_run
from vn30.features import returns
from vn30.features.bars import Bars
from vn30.features.feature_store import read_rows
from vn30.forecasting.intervals import recent_volatility
from vn30.forecasting.pooled_intervals import error_quantiles
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.names import HORIZONS, Promotion

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


def crawl(platform, name: str = "crawl") -> None:
    for job in plan_crawl(platform.settings, name, CrawlRequest((*TICKERS, "VNINDEX"))):
        load_ticker(platform.settings, job)


def train(
    platform,
    name: str,
    tickers: list[str],
    only: list[str] | None = None,
    config: dict[str, Any] = CONFIG,
    promotion: Promotion = "newest",
) -> Experiment:
    experiment = start_run(name, json.dumps(config), only, promotion=promotion)
    panel = steps.build_panel_file(platform.store, experiment)
    pooled = [steps.pool(platform.store, experiment, panel, horizon) for horizon in HORIZONS]
    for ticker in tickers:
        steps.train(platform.store, experiment, panel, pooled, ticker)
    return experiment


def train_all(platform) -> None:
    crawl(platform)
    train(platform, "run", TICKERS)


@pytest.fixture
def trained(prepared_platform):
    """A platform with a run of all tickers that has not finished."""
    return prepared_platform(train_all)


def test_recorded_figures(trained) -> None:
    """A run records its inputs, versions, scores, weights, intervals and regime."""
    platform = trained
    assert finish_experiment(platform.store, "run")["suspicions"] == []

    run = platform.rows("SELECT * FROM experiment_runs JOIN feature_panels ON content_hash = panel_hash")[0]
    assert len(run.code_version) == 64
    assert run.packages["scikit-learn"]
    assert set(run.step_seconds) == {"panel", "pool_7", "pool_15", "pool_30"}
    assert (run.volatility_regime, run.trend_regime) != ("unknown", "unknown")

    for row in platform.rows("SELECT * FROM current_forecasts"):
        assert row.lower_price < row.predicted_price < row.upper_price
        assert 0 < row.probability_of_rise < 1
        assert (row.volatility_regime, row.trend_regime) == (run.volatility_regime, run.trend_regime)
    ends = platform.rows(
        "SELECT p.lower_price = f.lower_price AND p.upper_price = f.upper_price FROM current_forecasts f "
        "JOIN forecast_points p USING (stock_id, horizon_days) WHERE p.prediction_date = f.target_date "
        "AND f.lower_price IS NOT NULL"
    )
    assert ends == [(True,)] * 18

    weights = platform.rows(
        "SELECT sum(weight), array_agg(member ORDER BY member) FROM member_horizon_metrics "
        "GROUP BY model_status_id, horizon_days"
    )
    members = ["gradient_boosting", "naive", "pooled", "random_forest", "ridge", "svr"]
    assert len(weights) == 18
    for total, names in weights:
        assert float(total) == pytest.approx(1)
        assert names == members
    naive = platform.rows("SELECT DISTINCT skill, p_value FROM member_horizon_metrics WHERE member = 'naive'")
    assert [tuple(map(float, row)) for row in naive] == [(0, 1)]

    scores = platform.rows("SELECT * FROM experiment_scores ORDER BY horizon_days")
    assert [(row.horizon_days, row.tickers) for row in scores] == [(7, 6), (15, 6), (30, 6)]
    for row in scores:
        assert row.rank_ic_sessions * 6 == row.test_rows
        # Of random walks, some are proven by luck.
        assert row.verdict == ("proven" if row.skill > 0 and row.p_value < 0.05 else "not proven")
        assert -0.2 < row.skill < 0.1
    assert platform.count("experiment_logs WHERE message LIKE '7 sessions: MAPE%rank IC%'") == 1

    (version,) = platform.rows("SELECT * FROM model_version_overview")
    assert (version.version, version.universe, version.champion_at) == ("v1", ",".join(TICKERS), [7, 15, 30])
    (made_from,) = platform.rows("SELECT data_version, code_version FROM experiment_runs")
    assert (version.data_version, version.code_version) == tuple(made_from)
    for row in scores:
        assert version.metrics[str(row.horizon_days)]["skill"] == pytest.approx(float(row.skill))
        counted = version.residuals[str(row.horizon_days)]
        assert sum(counted["counts"]) == sum(one["rows"] for one in counted["quarters"]) == row.test_rows
        slices = version.slices[str(row.horizon_days)]
        rows_of = [(one["name"], one["rows"]) for one in slices if one["kind"] == "fold"]
        assert [name for name, _ in rows_of] == ["1", "2", "3"]
        assert sum(rows for _, rows in rows_of) == row.test_rows
        regimes = [one for one in slices if one["kind"] == "regime"]
        assert sum(one["rows"] for one in regimes) == row.test_rows


def test_rule_on_test_parts(platform) -> None:
    """A challenger is compared on the test parts of both, and its forecasts are not served meanwhile."""
    crawl(platform)
    policy = PromotionPolicy("rule", "test", min_sessions=1000)
    both = TICKERS[:2]
    train(platform, "champion", both, both, promotion="rule")
    assert platform.rows("SELECT * FROM current_forecasts") == []
    finish_experiment(platform.store, "champion", policy)
    served = platform.rows("SELECT * FROM current_forecasts ORDER BY stock_id, horizon_days")
    assert len(served) == 6
    challenger = {**CONFIG, "ensemble": {"method": "mean"}}
    train(platform, "challenger", both, both, challenger, promotion="rule")
    finish_experiment(platform.store, "challenger", policy)
    assert platform.count("experiment_logs WHERE message LIKE '%v2 challenges%common sessions, p%'") == 3
    assert platform.rows("SELECT * FROM current_forecasts ORDER BY stock_id, horizon_days") == served


def test_forecasts_are_independent(trained) -> None:
    """A forecast depends neither on the order nor on the other tickers of the run."""
    platform = trained
    together = platform.rows(FORECASTS)
    train(platform, "backwards", TICKERS[:-3:-1])
    assert platform.rows(FORECASTS) == together
    train(platform, "alone", ["HPG"], only=["HPG"])
    assert platform.rows(FORECASTS) == together


def test_published_ticker_again(platform) -> None:
    """Training a published ticker again changes no row."""
    crawl(platform)
    experiment = train(platform, "run", TICKERS[:1])
    rows = "SELECT * FROM stock_prediction_summaries", "SELECT * FROM model_statuses"
    before = [platform.rows(query) for query in rows]
    assert steps.train(platform.store, experiment, "gone", [], TICKERS[0])["published"] == "before"
    assert [platform.rows(query) for query in rows] == before


def test_leak_is_suspect(platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """A leak makes the run suspect, in the tables and in the log."""

    def knows_the_future(bars: Bars) -> np.ndarray:
        ahead = np.full(len(bars.close), 0.0)
        ahead[:-8] = np.log(bars.close[8:] / bars.close[:-8])
        return ahead

    monkeypatch.setattr(returns, "day_range", knows_the_future)
    crawl(platform)
    train(platform, "leaky", TICKERS)
    suspicions = finish_experiment(platform.store, "leaky")["suspicions"]
    assert any("7 sessions: skill" in reason for reason in suspicions)
    assert any("7 sessions: rank IC" in reason for reason in suspicions)
    assert platform.rows("SELECT suspicions FROM experiment_runs") == [(suspicions,)]
    assert platform.count("experiment_logs WHERE level = 'WARNING' AND message LIKE 'Suspect: %'") == len(
        suspicions
    )


def test_verdicts(trained) -> None:
    """A skill is proven by its p-value among those of all tickers, and not before the run has finished."""
    platform = trained
    # Alone, four of the six skills are significant at 7 sessions; among six, the first one is.
    places = (
        "FROM (SELECT s.id, row_number() OVER (ORDER BY ticker) AS place FROM model_statuses AS s "
        "JOIN stocks ON stocks.id = stock_id) AS places WHERE model_status_id = places.id"
    )
    values = (
        "SET skill = 0.01, p_value = CASE WHEN horizon_days > 7 THEN 0.04 "
        "ELSE (ARRAY[0.005, 0.03, 0.04, 0.045, 0.5, 0.9])[place] END"
    )
    with warehouse.transaction() as connection:
        connection.execute(sa.text(f"UPDATE model_horizon_metrics {values} {places}"))
        connection.execute(sa.text("UPDATE member_horizon_metrics SET skill = 0.01, p_value = 0.5"))
    verdicts = (
        "SELECT verdict, corrected_p_value FROM model_horizon_metrics JOIN model_statuses s ON s.id = "
        "model_status_id JOIN stocks ON stocks.id = stock_id WHERE horizon_days = {} ORDER BY ticker"
    )
    assert {tuple(row) for row in platform.rows(verdicts.format(7))} == {("not proven", None)}
    finish_experiment(platform.store, "run")
    rows = platform.rows(verdicts.format(7))
    assert [row.verdict for row in rows] == ["proven", *["not proven"] * 5]
    # By hand: 6/1 * 0.005; 6/4 * 0.045 for the next three; 6/5 * 0.5; 0.9.
    expected = [0.03, 0.0675, 0.0675, 0.0675, 0.6, 0.9]
    assert [float(row.corrected_p_value) for row in rows] == pytest.approx(expected)
    # Equal p-values are corrected to themselves.
    assert {tuple(row) for row in platform.rows(verdicts.format(15))} == {("proven", Decimal("0.040000"))}
    members = platform.rows("SELECT DISTINCT corrected_p_value FROM member_horizon_metrics")
    assert members == [(Decimal("0.500000"),)]


def test_intervals_without_pooled_model(platform) -> None:
    """Intervals are calibrated on the errors of all tickers, also if no pooled model is trained."""
    crawl(platform)
    document = json.dumps({**CONFIG, "models": {**CONFIG["models"], "pooled": {"enabled": False}}})
    experiment = start_run("run", document, ["FPT"])
    panel = steps.build_panel_file(platform.store, experiment)
    files = steps.pool(platform.store, experiment, panel, 7)
    assert files["forecasts"] is None
    steps.train(platform.store, experiment, panel, [files], "FPT")
    rows = read_rows(platform.store, panel)
    assert rows["symbol"].nunique() == len(TICKERS)
    calibrated = error_quantiles(rows, 7, experiment.training_config().data_window)["80%"].iloc[-1]
    close = rows.loc[rows["symbol"] == "FPT", "close"].to_numpy()
    forecast = platform.rows("SELECT * FROM current_forecasts WHERE horizon_days = 7")[0]
    half_width = np.log(float(forecast.upper_price) / float(forecast.lower_price)) / 2
    assert half_width == pytest.approx(calibrated * recent_volatility(close)[-1], rel=1e-6)


def test_outcomes(open_platform) -> None:
    """A forecast that was computed after its outcome is realised, but does not count as live accuracy."""
    crawl(open_platform())
    replay = open_platform(as_of="2024-04-26")
    train(replay, "replay", ["FPT"], only=["FPT"])
    realised = "SELECT * FROM realised_forecasts ORDER BY horizon_days"
    assert replay.rows(realised) == []
    platform = open_platform()
    rows = platform.rows(realised)
    assert [row.horizon_days for row in rows] == [7, 15, 30]
    for row in rows:
        assert row.realised_on == row.target_date
        assert not row.made_in_time
    fpt = "FROM stock_prices JOIN stocks ON stocks.id = stock_id WHERE ticker = 'FPT'"
    closes = dict(map(tuple, platform.rows(f"SELECT price_date, close_price {fpt}")))
    assert [row.realised_price for row in rows] == [closes[row.target_date] for row in rows]
    assert platform.count("live_accuracy") == 0
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text("UPDATE stock_prediction_summaries SET created_at = '2024-04-26 18:00+07'")
        )
    (row, *_) = platform.rows("SELECT * FROM live_accuracy ORDER BY horizon_days")
    assert (row.horizon_days, row.forecasts, row.first_as_of) == (7, 1, date(2024, 4, 26))
    error = abs(rows[0].realised_price - rows[0].predicted_price) / rows[0].realised_price
    assert float(row.mape_pct) == pytest.approx(100 * float(error), abs=1e-3)


def test_forecast_in_time_stays(open_platform) -> None:
    """A forecast made in time is not replaced by one that could know better."""
    crawl(open_platform())
    platform = open_platform(as_of="2024-04-26")
    train(platform, "in time", ["FPT"], only=["FPT"])
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "UPDATE stock_prediction_summaries "
                "SET created_at = '2024-04-26 18:00+07', predicted_price = 1"
            )
        )
    train(platform, "with hindsight", ["FPT"], only=["FPT"])
    assert {row.predicted_price for row in platform.rows(FORECASTS)} == {1}
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE stock_prediction_summaries SET created_at = now()"))
    train(platform, "of two back-tests", ["FPT"], only=["FPT"])
    assert 1 not in {row.predicted_price for row in platform.rows(FORECASTS)}


def test_regime_before_todays_bars(open_platform) -> None:
    """A run before today's bars keeps the regime of the session it starts from."""
    crawl(open_platform())
    regimes = "SELECT as_of_date, volatility_regime, trend_regime FROM stock_prediction_summaries"
    platform = open_platform()
    train(platform, "with all bars", ["FPT"], only=["FPT"])
    before = set(platform.rows(regimes))
    assert "unknown" not in next(iter(before))
    platform = open_platform(as_of="2024-07-01")
    train(platform, "a session later, without its bars", ["FPT"], only=["FPT"])
    assert platform.rows("SELECT max(as_of_date) FROM experiment_runs") == [(date(2024, 7, 1),)]
    assert set(platform.rows(regimes)) == before


def test_fewer_horizons(platform) -> None:
    """A run that is started again with fewer horizons takes the others back."""
    crawl(platform)
    train(platform, "run", ["FPT"], only=["FPT"])
    shorter = json.dumps({**CONFIG, "targets": {"horizons": [7]}})
    again = start_run("run", shorter, ["FPT"])
    panel = steps.build_panel_file(platform.store, again)
    steps.train(platform.store, again, panel, [], "FPT")
    assert platform.rows("SELECT horizon_days, model_status_id IS NOT NULL FROM current_forecasts") == [
        (7, True)
    ]
