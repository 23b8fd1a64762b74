"""A training run on a real database: publication, restarts, failures and cancellation."""

import json
import time
from datetime import date, timedelta
from threading import Thread
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from vn30.airflow.storage import task_store
from vn30.database import warehouse
from vn30.errors import WrongInput
from vn30.experiments import steps
from vn30.experiments.finish import finish_experiment
from vn30.experiments.publish import publish, record_progress
from vn30.experiments.record import Cancelled, Experiment, NoPrices
from vn30.experiments.start import start_run
from vn30.features.feature_store import read_rows
from vn30.features.market_context import context_names
from vn30.features.panel import feature_names
from vn30.forecasting.ticker import train_ticker
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.market.bars import BAR_COLUMNS
from vn30.market.calendar import sessions_after
from vn30.market.membership import store_members
from vn30.market.universe import KNOWN_FROM, members_on
from vn30.names import API_USER, HORIZONS
from vn30.storage.artifacts import ArtifactStore
from vn30.training_config.document import InvalidConfig
from vn30.users.accounts import seed_demo_accounts

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


def crawl(platform) -> None:
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest(tuple(TICKERS))):
        load_ticker(platform.settings, job)


def start(name: str, config: dict[str, Any] = CONFIG, tickers: list[str] | None = None) -> Experiment:
    return start_run(name, json.dumps(config), tickers)


def train_all(platform, experiment: Experiment) -> None:
    panel = steps.build_panel_file(platform.store, experiment)
    pooled = [steps.pool(platform.store, experiment, panel, horizon) for horizon in HORIZONS]
    for ticker in experiment.tickers:
        steps.train(platform.store, experiment, panel, pooled, ticker)


def train_first(platform) -> None:
    crawl(platform)
    train_all(platform, start("first"))


@pytest.fixture
def trained(prepared_platform):
    """A platform with the run "first", which has not finished."""
    return prepared_platform(train_first)


@pytest.fixture(params=["file", "s3"])
def either_platform(request: pytest.FixtureRequest, open_platform):
    """A platform with a folder or a bucket for its artifacts."""
    if request.param == "file":
        return open_platform()
    return open_platform(artifact_store=request.getfixturevalue("bucket"))


def test_published(trained) -> None:
    """A run publishes forecasts, scores and files for every ticker."""
    platform = trained
    assert finish_experiment(platform.store, "first") == {"published": 3, "failed": [], "suspicions": []}

    forecasts = platform.rows(
        "SELECT ticker, horizon_days, f.as_of_date, target_date, base_price, predicted_price, "
        "predicted_change_pct FROM current_forecasts f JOIN stocks ON stocks.id = stock_id"
    )
    assert {(f.ticker, f.horizon_days) for f in forecasts} == {(t, h) for t in TICKERS for h in (7, 15, 30)}
    for forecast in forecasts:
        assert forecast.as_of_date == AS_OF
        assert forecast.target_date == sessions_after(AS_OF, forecast.horizon_days)[-1]
        change = 100 * (float(forecast.predicted_price) / float(forecast.base_price) - 1)
        assert float(forecast.predicted_change_pct) == pytest.approx(change, abs=1e-3)
    assert platform.count("stock_prediction_points") == 3 * (7 + 15 + 30)
    # The daily path ends at the forecast of its horizon.
    ends = platform.rows(
        "SELECT p.predicted_price AS point, f.predicted_price AS forecast FROM current_forecasts f "
        "JOIN forecast_points p USING (stock_id, horizon_days) WHERE p.prediction_date = f.target_date"
    )
    assert len(ends) == 9
    assert all(row.point == row.forecast for row in ends)

    metrics = platform.rows(
        "SELECT mape_pct, naive_mape_pct, mae, naive_mae, skill FROM model_horizon_metrics"
    )
    assert len(metrics) == 9
    for row in metrics:
        assert float(row.skill) == pytest.approx(1 - float(row.mae) / float(row.naive_mae), abs=1e-3)

    for row in platform.rows("SELECT metrics FROM experiment_ticker_artifacts"):
        assert set(row.metrics["7"]) == {
            "ensemble",
            "naive",
            "random_forest",
            "gradient_boosting",
            "svr",
            "ridge",
        }
    closed = platform.rows("SELECT state, progress_pct, finished_at FROM experiment_runs")[0]
    assert (closed.state, float(closed.progress_pct)) == ("success", 100.0)
    assert closed.finished_at is not None


def test_stored_files_and_models(either_platform) -> None:
    """Stored files are described, and stored models predict the published forecasts."""
    platform = either_platform
    crawl(platform)
    experiment = start("run", tickers=["FPT"])
    store, config = task_store(platform.settings), experiment.training_config()
    rows = read_rows(store, steps.build_panel_file(platform.store, experiment), "FPT")
    names = feature_names(config.indicators, config.targets.lookback_window)
    result = train_ticker("FPT", rows[BAR_COLUMNS], rows[["date", *names]], config, lambda: None)
    publish(store, experiment, result, rows[BAR_COLUMNS])

    # Reading needs no Airflow.
    reader = ArtifactStore(platform.settings.artifact_root())
    (row,) = platform.rows("SELECT * FROM experiment_ticker_artifacts")
    folder = f"{platform.settings.artifact_root()}/models/{experiment.id}/FPT"
    assert {file.url: file.size_bytes for file in platform.rows(STORED_FILES)} == {
        file.url: file.size_bytes for file in reader.files("models")
    }
    assert {file.url: file.sha256 for file in platform.rows(STORED_FILES)} == {
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
    for horizon, forecast in result.horizons.items():
        scaled = scaling[horizon].transform(rows[names].iloc[-1:].to_numpy(float))
        assert len(members[horizon]) == 4
        for name, member in members[horizon].items():
            assert result.base_price * np.exp(member.predict(scaled)[0]) == forecast.member_forecasts[name]


def test_training_again(trained) -> None:
    """A second training gives the same forecasts, and replaces nothing of the first run."""
    platform = trained
    query = "SELECT stock_id, horizon_days, predicted_price FROM current_forecasts ORDER BY 1, 2"
    first = platform.rows(query)
    again = start("second")
    train_all(platform, again)
    assert platform.rows(query) == first
    train_all(platform, again)
    assert platform.rows(query) == first
    assert platform.count("model_statuses") == 2 * 3
    assert platform.count("stock_prediction_points") == 2 * 3 * 52


def _shown(platform, name: str) -> tuple[Any, ...]:
    [row] = platform.rows(
        "SELECT scope, requested_tickers, owner FROM experiment_overview WHERE airflow_run_id = :name",
        name=name,
    )
    return tuple(row)


def test_scope_and_owner(platform) -> None:
    """A run shows the tickers that it was asked for and the user who asked, however it was started."""
    crawl(platform)
    everything = {"universe": {"useAllVn30": True}}
    start("scheduled", everything)
    assert _shown(platform, "scheduled") == ("all_vn30", None, "airflow")
    start("selected by the configuration")
    assert _shown(platform, "selected by the configuration") == ("selected", None, "airflow")

    def start_by(name: str, asked_by: str | None) -> None:
        start_run(name, json.dumps(everything), ["FPT", "HPG"], asked_by=asked_by)

    start_by("by a user of Airflow", "admin")
    assert _shown(platform, "by a user of Airflow") == ("selected", ["FPT", "HPG"], "airflow:admin")
    with warehouse.transaction() as connection:
        seed_demo_accounts(connection)
        connection.execute(
            sa.text(
                "INSERT INTO pipeline_runs (dag_id, run_id, run_type, run_after, state, triggered_by_label, "
                "triggered_by_user_id) SELECT 'vn30_model_training', 'through the API', 'manual', now(), "
                "'queued', username, id FROM users WHERE username = 'ds1'"
            )
        )
    for _ in range(2):
        # The second time as a cleared run.
        start_by("through the API", API_USER)
        assert _shown(platform, "through the API") == ("selected", ["FPT", "HPG"], "ds1")
    assert not platform.rows("SELECT 1 FROM users WHERE username LIKE '%vn30_api'")


def test_session_of_run(platform) -> None:
    """A run for a later session than the platform's today says which one it takes, and why."""
    crawl(platform)
    run = start_run("later", json.dumps(CONFIG), None, AS_OF + timedelta(days=4))
    assert run.as_of == AS_OF.isoformat()
    [line] = platform.rows("SELECT message FROM experiment_logs WHERE message LIKE 'This run was%'")
    assert line.message == (
        "This run was asked for the session 2024-07-02 and processes 2024-06-28, which is the platform's "
        "today, and no later session is used"
    )


def test_forecast_before_split(trained, market) -> None:
    """A forecast made before a split is served on the basis of today."""
    platform = trained
    query = (
        "SELECT base_price, predicted_price, predicted_change_pct FROM current_forecasts ORDER BY stock_id, 1"
    )
    before = platform.rows(query)
    market[["open", "high", "low", "close"]] /= 2
    platform.write(market)
    for job in plan_crawl(platform.settings, "split", CrawlRequest(tuple(TICKERS), full_refresh=True)):
        load_ticker(platform.settings, job)
    for old, new in zip(before, platform.rows(query), strict=True):
        assert float(new.base_price) == pytest.approx(float(old.base_price) / 2)
        assert float(new.predicted_price) == pytest.approx(float(old.predicted_price) / 2, abs=1e-3)
        assert new.predicted_change_pct == old.predicted_change_pct
    as_published = platform.rows("SELECT max(base_price) AS base FROM stock_prediction_summaries")
    assert as_published[0].base == max(row.base_price for row in before)


def test_atomic_publication(trained) -> None:
    """If the insert into the last table fails, the rows of all tables are rolled back."""
    platform = trained
    query = "SELECT horizon_days, experiment_run_id, predicted_price FROM current_forecasts ORDER BY 1, 2, 3"
    before = platform.rows(query)
    with warehouse.transaction() as connection:
        connection.execute(
            sa.text(
                "ALTER TABLE experiment_ticker_artifacts "
                "ADD CONSTRAINT refuse CHECK (run_id IS NULL) NOT VALID"
            )
        )
    second = start("second")
    panel = steps.build_panel_file(platform.store, second)
    with pytest.raises(sa.exc.IntegrityError):
        steps.train(platform.store, second, panel, [], "FPT")
    assert platform.rows(query) == before
    assert platform.count("model_statuses") == 3
    with pytest.raises(WrongInput, match="3 of 3 tickers failed: FPT, HPG, VCB"):
        finish_experiment(platform.store, "second")


def test_untrainable_ticker(platform, market) -> None:
    """A ticker that cannot be trained fails alone, and is named."""
    young = (market["symbol"] != "HPG") | (market["date"] >= "2024-06-01")
    platform.write(market[young])
    crawl(platform)
    experiment = start("run")
    panel = steps.build_panel_file(platform.store, experiment)
    for ticker in ("FPT", "VCB"):
        steps.train(platform.store, experiment, panel, [], ticker)
    with pytest.raises(WrongInput):
        steps.train(platform.store, experiment, panel, [], "HPG")
    with pytest.raises(WrongInput, match="1 of 3 tickers failed: HPG"):
        finish_experiment(platform.store, "run")
    assert platform.rows("SELECT state FROM experiment_runs") == [("failed",)]
    assert len(platform.rows("SELECT DISTINCT stock_id FROM current_forecasts")) == 2
    errors = platform.rows("SELECT message FROM experiment_logs WHERE level = 'ERROR'")
    assert any(row.message.startswith("HPG: ") for row in errors)


def test_unknown_model(platform) -> None:
    """An unknown model is refused with its path, and leaves no run."""
    crawl(platform)
    with pytest.raises(InvalidConfig, match=r"models\.lightGbm") as refusal:
        start("run", {"models": {"lightGbm": {}}})
    assert "randomForest" in str(refusal.value)
    assert isinstance(refusal.value, WrongInput), "trying again cannot help"
    assert platform.count("experiment_runs") == 0


def test_no_prices(platform) -> None:
    with pytest.raises(NoPrices, match="Run vn30_data_crawler first"):
        start("run")


def test_configuration_versions(platform) -> None:
    """A changed configuration becomes a version, and an equal one does not."""
    crawl(platform)
    start("first")
    start("second", {**CONFIG, "scaling": "standard"})  # the default, spelt out
    start("third", {**CONFIG, "scaling": "none"})
    versions = platform.rows(
        "SELECT version, is_active, config ->> 'scaling' FROM training_configs ORDER BY 1"
    )
    assert versions == [(1, False, "standard"), (2, True, "none")]
    assert platform.count("experiment_runs") == 3


def test_second_attempt(platform) -> None:
    """After a restart, only the tickers published by the second attempt count."""
    crawl(platform)
    train_all(platform, start("run"))
    finish_experiment(platform.store, "run")
    again = start("run")
    assert platform.rows("SELECT state, progress_pct::float FROM experiment_runs") == [("running", 0.0)]
    panel = steps.build_panel_file(platform.store, again)
    for ticker in ("FPT", "VCB"):
        steps.train(platform.store, again, panel, [], ticker)
    with pytest.raises(WrongInput, match="1 of 3 tickers failed: HPG"):
        finish_experiment(platform.store, "run")


def test_scores_of_own_run(trained) -> None:
    """A forecast stands beside the scores of its own run."""
    platform = trained
    train_all(platform, start("second", {**CONFIG, "targets": {"horizons": [15, 30]}}))
    picks = platform.rows("SELECT ticker, horizon_days, skill FROM top_picks ORDER BY 1, 2")
    assert [(p.ticker, p.horizon_days) for p in picks] == [(t, h) for t in TICKERS for h in (15, 30)]
    assert all(pick.skill is not None for pick in picks)


def test_old_bars(platform, market) -> None:
    """A ticker whose bars are too old is refused instead of forecast into the past."""
    platform.write(market[(market["symbol"] != "HPG") | (market["date"] <= "2024-05-31")])
    crawl(platform)
    experiment = start("run")
    panel = steps.build_panel_file(platform.store, experiment)
    with pytest.raises(NoPrices, match="newest bar is of 2024-05-31, 20 sessions before 2024-06-28"):
        steps.train(platform.store, experiment, panel, [], "HPG")


def test_concurrent_publishing(platform) -> None:
    """Tickers that publish at the same time are all counted."""
    crawl(platform)
    experiment = start("run")

    def publish_artifacts(connection: sa.Connection, ticker: str) -> None:
        stock = warehouse.fetch_returned(connection, "experiments/stock_by_ticker", ticker=ticker)
        warehouse.execute(
            connection,
            "experiments/insert_ticker_artifacts",
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
        while not platform.rows(waiting)[0][0]:
            time.sleep(0.05)
    beside.join()
    assert platform.rows("SELECT progress_pct::float FROM experiment_runs") == [(66.67,)]


def test_cancelled_run(platform) -> None:
    """A cancelled run stops before the next fit, and publishes nothing."""
    crawl(platform)
    experiment = start("run")
    panel = steps.build_panel_file(platform.store, experiment)
    with warehouse.transaction() as connection:
        connection.execute(sa.text("UPDATE experiment_runs SET state = 'cancelled'"))
    with pytest.raises(Cancelled):
        steps.train(platform.store, experiment, panel, [], "FPT")
    assert platform.count("stock_prediction_summaries") == 0
    with pytest.raises(Cancelled):
        finish_experiment(platform.store, "run")
    assert platform.rows("SELECT state FROM experiment_runs") == [("cancelled",)]


def test_replay_of_earlier_session(open_platform, market) -> None:
    """A replay of an earlier session does not depend on later bars."""
    query = "SELECT stock_id, horizon_days, predicted_price FROM current_forecasts ORDER BY 1, 2"
    full = open_platform()
    crawl(full)
    replay = open_platform(as_of="2024-05-31")
    train_all(replay, start("replay"))
    replayed = replay.rows(query)
    assert len(replayed) == 9
    short = open_platform()
    short.write(market[market["date"] <= "2024-05-31"])
    with warehouse.transaction() as connection:
        connection.execute(sa.text("DELETE FROM stock_prices WHERE price_date > '2024-05-31'"))
        connection.execute(sa.text("UPDATE market_state SET as_of_date = '2024-05-31'"))
    train_all(short, start("short"))
    assert short.rows(query) == replayed


def test_members_on_session(platform) -> None:
    """All of the VN30 are its members on the session of the run."""
    crawl(platform)
    everyone = json.dumps({"models": CONFIG["models"]})
    today = start_run("today", everyone, None)
    backfilled = start_run("backfill", everyone, None, date(2023, 1, 31))
    assert set(today.tickers) - set(backfilled.tickers) == {"BCM", "SHB", "SSB"}
    assert set(backfilled.tickers) - set(today.tickers) == {"KDH", "NVL", "PDR"}
    stand_in = f"experiment_logs WHERE message LIKE '%the members of {KNOWN_FROM} are used'"
    assert platform.count(stand_in) == 0
    unknown = start_run("long ago", everyone, None, date(2016, 3, 1))
    assert tuple(unknown.tickers) == members_on(KNOWN_FROM)
    assert platform.count(stand_in) == 1


def test_member_from_live_list(platform) -> None:
    """A member that only a live list names is trained like any other."""
    crawl(platform)
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
    assert set(start_run("all", json.dumps({}), None).tickers) == listed
    selection = {**CONFIG, "universe": {"useAllVn30": False, "tickers": ["FPT", "NEW"]}}
    experiment = start("selected", selection, ["new"])
    train_all(platform, experiment)
    assert finish_experiment(platform.store, "selected") == {"published": 1, "failed": [], "suspicions": []}
    assert platform.rows("SELECT DISTINCT name FROM top_picks") == [("NEW",)]


def test_market_context(platform, market) -> None:
    """The panel holds the market context where the indices are stored."""
    crawl(platform)
    alone = pd.read_parquet(steps.build_panel_file(platform.store, start("without indices")))
    assert not alone[context_names()].any(axis=None)
    assert platform.count("experiment_logs WHERE message LIKE 'No bar of 2024-06-28 for VN30, VNINDEX%'") == 1
    index = market[market["symbol"] == "FPT"].assign(symbol="VNINDEX")
    # Points: a hundredth of the price in VND.
    index[["open", "high", "low", "close"]] /= 100
    platform.write(pd.concat([market, index]))
    for job in plan_crawl(platform.settings, "with the index", CrawlRequest(("VNINDEX",))):
        load_ticker(platform.settings, job)
    panel = pd.read_parquet(steps.build_panel_file(platform.store, start("with an index")))
    assert set(panel["symbol"]) == set(TICKERS)
    fpt = panel[panel["symbol"] == "FPT"]
    np.testing.assert_allclose(fpt["vnindex_return_1"][2:], fpt["return_lag_1"][2:], rtol=1e-9, atol=1e-12)
    assert platform.count("experiment_logs WHERE message LIKE 'No bar of 2024-06-28 for VN30:%'") == 1
