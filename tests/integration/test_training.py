"""A training run on a real database: what is published, when, and what is not."""

import json
import time
from datetime import date
from threading import Thread
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from vn30 import warehouse
from vn30.artifacts import ArtifactStore
from vn30.calendar import sessions_after
from vn30.errors import WrongInput
from vn30.features.context import context_names
from vn30.features.panel import feature_names
from vn30.features.store import read_rows
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.membership import store_members
from vn30.pipelines import HORIZONS
from vn30.prices import BAR_COLUMNS
from vn30.task_store import task_store
from vn30.training import run
from vn30.training.config import InvalidConfig
from vn30.training.finish import finish_experiment
from vn30.training.fit import train_ticker
from vn30.training.publish import publish, record_progress
from vn30.training.registry import Cancelled, Experiment, NoPrices
from vn30.universe import KNOWN_FROM, members_on

TICKERS = ["FPT", "HPG", "VCB"]
AS_OF = date(2024, 6, 28)
CONFIG: dict[str, Any] = {
    "universe": {"useAllVn30": False, "tickers": TICKERS},
    "models": {"randomForest": {"nEstimators": 5}, "gradientBoosting": {"nEstimators": 5}},
}

# Each file is described under the name of its column, without "_url".
STORED_FILES = (
    "SELECT to_jsonb(artifacts) ->> (type || CASE WHEN type LIKE '%csv' THEN '' ELSE '_url' END) AS url, "
    "sha256, size_bytes FROM experiment_artifact_files "
    "JOIN experiment_ticker_artifacts AS artifacts ON artifacts.id = artifacts_id"
)


def crawl(desk) -> None:
    for job in plan_crawl(desk.settings, "crawl", CrawlRequest(tuple(TICKERS))):
        load_ticker(desk.settings, job)


def start(name: str, config: dict[str, Any] = CONFIG, tickers: list[str] | None = None) -> Experiment:
    return run.resolve(name, json.dumps(config), tickers)


def train_all(desk, experiment: Experiment) -> None:
    panel = run.build_panel_file(desk.settings, experiment)
    pooled = [run.pool(desk.settings, experiment, panel, horizon) for horizon in HORIZONS]
    for ticker in experiment.tickers:
        run.train(desk.settings, experiment, panel, pooled, ticker)


@pytest.fixture(params=["file", "s3"])
def either_desk(request: pytest.FixtureRequest, open_desk):
    """A desk with a folder or a bucket for its artifacts."""
    if request.param == "file":
        return open_desk()
    return open_desk(artifact_store=request.getfixturevalue("bucket"))


def test_a_run_publishes_forecasts_scores_and_files_for_every_ticker(desk) -> None:
    crawl(desk)
    experiment = start("run")
    train_all(desk, experiment)
    assert finish_experiment(desk.settings, "run") == {"published": 3, "failed": [], "suspicions": []}

    forecasts = desk.rows(
        "SELECT ticker, horizon_days, f.as_of_date, target_date, base_price, predicted_price, "
        "predicted_change_pct FROM current_forecasts f JOIN stocks ON stocks.id = stock_id"
    )
    assert {(f.ticker, f.horizon_days) for f in forecasts} == {(t, h) for t in TICKERS for h in (7, 15, 30)}
    for forecast in forecasts:
        assert forecast.as_of_date == AS_OF
        assert forecast.target_date == sessions_after(AS_OF, forecast.horizon_days)[-1]
        change = 100 * (float(forecast.predicted_price) / float(forecast.base_price) - 1)
        assert float(forecast.predicted_change_pct) == pytest.approx(change, abs=1e-3)
    assert desk.count("stock_prediction_points") == 3 * (7 + 15 + 30)
    # The daily path ends at the forecast of its horizon.
    ends = desk.rows(
        "SELECT p.predicted_price AS point, f.predicted_price AS forecast FROM current_forecasts f "
        "JOIN forecast_points p USING (stock_id, horizon_days) WHERE p.prediction_date = f.target_date"
    )
    assert len(ends) == 9
    assert all(row.point == row.forecast for row in ends)

    metrics = desk.rows("SELECT mape_pct, naive_mape_pct, mae, naive_mae, skill FROM model_horizon_metrics")
    assert len(metrics) == 9
    for row in metrics:
        assert float(row.skill) == pytest.approx(1 - float(row.mae) / float(row.naive_mae), abs=1e-3)

    for row in desk.rows("SELECT metrics FROM experiment_ticker_artifacts"):
        assert set(row.metrics["7"]) == {
            "ensemble",
            "naive",
            "random_forest",
            "gradient_boosting",
            "svr",
            "ridge",
        }
    closed = desk.rows("SELECT state, progress_pct, finished_at FROM experiment_runs")[0]
    assert (closed.state, float(closed.progress_pct)) == ("success", 100.0)
    assert closed.finished_at is not None


def test_stored_files_are_described_and_stored_models_predict_what_was_published(either_desk) -> None:
    desk = either_desk
    crawl(desk)
    experiment = start("run", tickers=["FPT"])
    store, config = task_store(desk.settings), experiment.training_config()
    rows = read_rows(store, run.build_panel_file(desk.settings, experiment), "FPT")
    names = feature_names(config.indicators, config.targets.lookback_window)
    result = train_ticker("FPT", rows[BAR_COLUMNS], rows[["date", *names]], config, lambda: None)
    publish(store, experiment, result, rows[BAR_COLUMNS])

    # Whoever reads needs no Airflow.
    reader = ArtifactStore(desk.settings.artifact_root())
    (row,) = desk.rows("SELECT * FROM experiment_ticker_artifacts")
    folder = f"{desk.settings.artifact_root()}/models/{experiment.id}/FPT"
    assert {file.url: file.size_bytes for file in desk.rows(STORED_FILES)} == {
        file.url: file.size_bytes for file in reader.files("models")
    }
    assert {file.url: file.sha256 for file in desk.rows(STORED_FILES)} == {
        f"{folder}/{name}": reader.sha256(f"{folder}/{name}")
        for name in (
            "evaluation.png",
            "future.png",
            "model.pkl",
            "scaler.pkl",
            "future_predictions.csv",
            "backtest.parquet",
        )
    }
    for url in (row.evaluation_png_url, row.future_png_url):
        assert reader.read(url).startswith(b"\x89PNG")
    with reader.open(row.future_predictions_csv) as file:
        assert len(pd.read_csv(file)) == 7 + 15 + 30

    with reader.open(row.model_pkl_url) as models, reader.open(row.scaler_pkl_url) as scalers:
        members, scaling = joblib.load(models), joblib.load(scalers)
    for horizon, one in result.horizons.items():
        scaled = scaling[horizon].transform(rows[names].iloc[-1:].to_numpy(float))
        assert len(members[horizon]) == 4
        for name, member in members[horizon].items():
            assert result.base_price * np.exp(member.predict(scaled)[0]) == one.member_forecasts[name]


def test_training_again_gives_the_same_forecasts_and_replaces_nothing_of_the_first_run(desk) -> None:
    crawl(desk)
    train_all(desk, start("first"))
    query = "SELECT stock_id, horizon_days, predicted_price FROM current_forecasts ORDER BY 1, 2"
    first = desk.rows(query)
    again = start("second")
    train_all(desk, again)
    assert desk.rows(query) == first
    train_all(desk, again)
    assert desk.rows(query) == first
    assert desk.count("model_statuses") == 2 * 3
    assert desk.count("stock_prediction_points") == 2 * 3 * 52


def test_a_forecast_made_before_a_split_is_served_on_the_basis_of_today(desk, market) -> None:
    crawl(desk)
    train_all(desk, start("run"))
    query = (
        "SELECT base_price, predicted_price, predicted_change_pct FROM current_forecasts ORDER BY stock_id, 1"
    )
    before = desk.rows(query)
    market[["open", "high", "low", "close"]] /= 2
    desk.write(market)
    for job in plan_crawl(desk.settings, "split", CrawlRequest(tuple(TICKERS), full_refresh=True)):
        load_ticker(desk.settings, job)
    for old, new in zip(before, desk.rows(query), strict=True):
        assert float(new.base_price) == pytest.approx(float(old.base_price) / 2)
        assert float(new.predicted_price) == pytest.approx(float(old.predicted_price) / 2, abs=1e-3)
        assert new.predicted_change_pct == old.predicted_change_pct
    as_published = desk.rows("SELECT max(base_price) AS base FROM stock_prediction_summaries")
    assert as_published[0].base == max(row.base_price for row in before)


def test_a_ticker_is_published_whole_or_not_at_all(desk) -> None:
    """The last table to be written refuses: whatever was written before it must be gone again."""
    crawl(desk)
    train_all(desk, start("first"))
    query = "SELECT horizon_days, experiment_run_id, predicted_price FROM current_forecasts ORDER BY 1, 2, 3"
    before = desk.rows(query)
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "ALTER TABLE experiment_ticker_artifacts "
                "ADD CONSTRAINT refuse CHECK (run_id IS NULL) NOT VALID"
            )
        )
    second = start("second")
    panel = run.build_panel_file(desk.settings, second)
    with pytest.raises(sa.exc.IntegrityError):
        run.train(desk.settings, second, panel, [], "FPT")
    assert desk.rows(query) == before
    assert desk.count("model_statuses") == 3
    with pytest.raises(WrongInput, match="3 of 3 tickers failed: FPT, HPG, VCB"):
        finish_experiment(desk.settings, "second")


def test_a_ticker_that_cannot_be_trained_fails_alone_and_is_named(desk, market) -> None:
    young = (market["symbol"] != "HPG") | (market["date"] >= "2024-06-01")
    desk.write(market[young])
    crawl(desk)
    experiment = start("run")
    panel = run.build_panel_file(desk.settings, experiment)
    for ticker in ("FPT", "VCB"):
        run.train(desk.settings, experiment, panel, [], ticker)
    with pytest.raises(WrongInput):
        run.train(desk.settings, experiment, panel, [], "HPG")
    with pytest.raises(WrongInput, match="1 of 3 tickers failed: HPG"):
        finish_experiment(desk.settings, "run")
    assert desk.rows("SELECT state FROM experiment_runs") == [("failed",)]
    assert len(desk.rows("SELECT DISTINCT stock_id FROM current_forecasts")) == 2
    errors = desk.rows("SELECT message FROM experiment_logs WHERE level = 'ERROR'")
    assert any(row.message.startswith("HPG: ") for row in errors)


def test_an_unknown_model_is_refused_with_its_path_and_leaves_no_run(desk) -> None:
    crawl(desk)
    with pytest.raises(InvalidConfig, match=r"models\.lightGbm") as refusal:
        start("run", {"models": {"lightGbm": {}}})
    assert "randomForest" in str(refusal.value)
    assert isinstance(refusal.value, WrongInput), "trying again cannot help"
    assert desk.count("experiment_runs") == 0


def test_without_prices_the_remedy_is_named(desk) -> None:
    with pytest.raises(NoPrices, match="Run vn30_data_crawler first"):
        start("run")


def test_a_changed_configuration_becomes_a_version_and_an_equal_one_does_not(desk) -> None:
    crawl(desk)
    start("first")
    start("second", {**CONFIG, "scaling": "standard"})  # the default, spelt out
    start("third", {**CONFIG, "scaling": "none"})
    versions = desk.rows("SELECT version, is_active, config ->> 'scaling' FROM training_configs ORDER BY 1")
    assert versions == [(1, False, "standard"), (2, True, "none")]
    assert desk.count("experiment_runs") == 3


def test_a_second_attempt_of_the_same_run_counts_only_what_it_published_itself(desk) -> None:
    """An operator clears a whole run: the first attempt's results must not make the second look complete."""
    crawl(desk)
    train_all(desk, start("run"))
    finish_experiment(desk.settings, "run")
    again = start("run")
    assert desk.rows("SELECT state, progress_pct::float FROM experiment_runs") == [("running", 0.0)]
    panel = run.build_panel_file(desk.settings, again)
    for ticker in ("FPT", "VCB"):
        run.train(desk.settings, again, panel, [], ticker)
    with pytest.raises(WrongInput, match="1 of 3 tickers failed: HPG"):
        finish_experiment(desk.settings, "run")


def test_a_forecast_stands_beside_the_scores_of_its_own_run(desk) -> None:
    crawl(desk)
    train_all(desk, start("first"))
    train_all(desk, start("second", {**CONFIG, "targets": {"horizons": [15, 30]}}))
    picks = desk.rows("SELECT ticker, horizon_days, skill FROM top_picks ORDER BY 1, 2")
    assert [(p.ticker, p.horizon_days) for p in picks] == [(t, h) for t in TICKERS for h in (15, 30)]
    assert all(pick.skill is not None for pick in picks)


def test_a_ticker_whose_bars_are_too_old_is_refused_instead_of_forecast_into_the_past(desk, market) -> None:
    desk.write(market[(market["symbol"] != "HPG") | (market["date"] <= "2024-05-31")])
    crawl(desk)
    experiment = start("run")
    panel = run.build_panel_file(desk.settings, experiment)
    with pytest.raises(NoPrices, match="newest bar is of 2024-05-31, 20 sessions before 2024-06-28"):
        run.train(desk.settings, experiment, panel, [], "HPG")


def test_tickers_that_publish_at_the_same_time_are_all_counted(desk) -> None:
    crawl(desk)
    experiment = start("run")

    def publish_artifacts(connection: sa.Connection, ticker: str) -> None:
        stock = warehouse.fetch_returned(connection, "training/stock_by_ticker", ticker=ticker)
        warehouse.execute(
            connection,
            "training/insert_ticker_artifacts",
            run_id=experiment.id,
            stock_id=stock["id"],
            metrics="{}",
            files="[]",
        )
        record_progress(connection, experiment.id)

    def publish_beside() -> None:
        with warehouse.transaction() as connection:
            publish_artifacts(connection, "HPG")

    beside = Thread(target=publish_beside)
    with warehouse.transaction() as connection:
        publish_artifacts(connection, "FPT")
        beside.start()
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while not desk.rows(waiting)[0][0]:
            time.sleep(0.05)
    beside.join()
    assert desk.rows("SELECT progress_pct::float FROM experiment_runs") == [(66.67,)]


def test_a_cancelled_run_stops_before_the_next_fit_and_publishes_nothing(desk) -> None:
    crawl(desk)
    experiment = start("run")
    panel = run.build_panel_file(desk.settings, experiment)
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE experiment_runs SET state = 'cancelled'"))
    with pytest.raises(Cancelled):
        run.train(desk.settings, experiment, panel, [], "FPT")
    assert desk.count("stock_prediction_summaries") == 0
    with pytest.raises(Cancelled):
        finish_experiment(desk.settings, "run")
    assert desk.rows("SELECT state FROM experiment_runs") == [("cancelled",)]


def test_a_replay_of_an_earlier_session_equals_a_file_that_ends_there(open_desk, market) -> None:
    """Nothing dated after the as-of date reaches a forecast."""
    query = "SELECT stock_id, horizon_days, predicted_price FROM current_forecasts ORDER BY 1, 2"
    full = open_desk()
    crawl(full)
    replay = open_desk(as_of="2024-05-31")
    train_all(replay, start("replay"))
    replayed = replay.rows(query)
    assert len(replayed) == 9
    short = open_desk()
    short.write(market[market["date"] <= "2024-05-31"])
    with warehouse.transaction() as connection:
        connection.execute(sa.text("DELETE FROM stock_prices WHERE price_date > '2024-05-31'"))
        connection.execute(sa.text("UPDATE market_state SET as_of_date = '2024-05-31'"))
    train_all(short, start("short"))
    assert short.rows(query) == replayed


def test_all_of_the_vn30_are_its_members_on_the_session_of_the_run(desk) -> None:
    crawl(desk)
    everyone = json.dumps({"models": CONFIG["models"]})
    today = run.resolve("today", everyone, None)
    backfilled = run.resolve("backfill", everyone, None, date(2023, 1, 31))
    assert set(today.tickers) - set(backfilled.tickers) == {"BCM", "SHB", "SSB"}
    assert set(backfilled.tickers) - set(today.tickers) == {"KDH", "NVL", "PDR"}
    stand_in = f"experiment_logs WHERE message LIKE '%its members of {KNOWN_FROM} stand in'"
    assert desk.count(stand_in) == 0
    unknown = run.resolve("long ago", everyone, None, date(2016, 3, 1))
    assert tuple(unknown.tickers) == members_on(KNOWN_FROM)
    assert desk.count(stand_in) == 1


def test_a_member_that_only_a_live_list_names_is_trained_like_any_other(desk) -> None:
    crawl(desk)
    listed = frozenset(members_on(AS_OF)) - {"VRE"} | {"NEW"}
    with warehouse.transaction() as connection:
        store_members(connection, "live", listed, AS_OF)
        connection.execute(
            sa.text(
                "INSERT INTO stock_prices (stock_id, price_date, open_price, high_price, low_price, "
                "close_price, volume, source, fetched_at) SELECT newcomers.id, price_date, open_price, "
                "high_price, low_price, close_price, volume, source, fetched_at FROM stock_prices "
                "JOIN stocks ON stocks.id = stock_id AND stocks.ticker = 'FPT' "
                "CROSS JOIN stocks AS newcomers WHERE newcomers.ticker = 'NEW'"
            )
        )
    assert set(run.resolve("all", json.dumps({}), None).tickers) == listed
    selection = {**CONFIG, "universe": {"useAllVn30": False, "tickers": ["FPT", "NEW"]}}
    experiment = start("selected", selection, ["new"])
    train_all(desk, experiment)
    assert finish_experiment(desk.settings, "selected") == {"published": 1, "failed": [], "suspicions": []}
    assert desk.rows("SELECT DISTINCT name FROM top_picks") == [("NEW",)]


def test_the_panel_holds_the_market_context_where_the_indices_are_stored(desk, market) -> None:
    crawl(desk)
    alone = pd.read_parquet(run.build_panel_file(desk.settings, start("without indices")))
    assert not alone[context_names()].any(axis=None)
    assert desk.count("experiment_logs WHERE message LIKE 'No bar of 2024-06-28 for VN30, VNINDEX%'") == 1
    index = market[market["symbol"] == "FPT"].assign(symbol="VNINDEX")
    desk.write(pd.concat([market, index]))
    for job in plan_crawl(desk.settings, "with the index", CrawlRequest(("VNINDEX",))):
        load_ticker(desk.settings, job)
    panel = pd.read_parquet(run.build_panel_file(desk.settings, start("with an index")))
    assert set(panel["symbol"]) == set(TICKERS)
    fpt = panel[panel["symbol"] == "FPT"]
    np.testing.assert_array_equal(fpt["vnindex_return_1"][2:], fpt["return_lag_1"][2:])
    assert desk.count("experiment_logs WHERE message LIKE 'No bar of 2024-06-28 for VN30:%'") == 1
