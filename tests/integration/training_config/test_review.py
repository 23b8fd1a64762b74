"""The stored data of a review and the runtime estimate, from a real database."""

import json
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from vn30.database import warehouse
from vn30.experiments.run_history import recorded_runs
from vn30.experiments.runtime_estimate import estimate_minutes
from vn30.experiments.state import reopen_experiment
from vn30.ingestion.load import load_ticker
from vn30.ingestion.plan import plan_crawl
from vn30.ingestion.request import CrawlRequest
from vn30.training_config.document import parse_config
from vn30.training_config.review.review import review
from vn30.training_config.review.stored_data import StoredPrices, load_stored_data
from vn30.training_config.versions import AIRFLOW, save_version

TICKERS = ["FPT", "HPG", "VCB"]
AS_OF = date(2024, 6, 28)


def crawl(platform) -> None:
    for job in plan_crawl(platform.settings, "crawl", CrawlRequest(tuple(TICKERS))):
        load_ticker(platform.settings, job)


def record(name: str, document: dict[str, Any], tickers: list[str], seconds: float, state: str) -> None:
    """Insert a run as the training DAG records it."""
    statement = (
        "INSERT INTO experiment_runs (config_id, owner_user_id, airflow_run_id, state, as_of_date, "
        "created_at, started_at, finished_at, summary_metrics) SELECT :config, id, :name, :state, :as_of, "
        "now() - interval '1 day', now() - make_interval(secs => :seconds), now(), cast(:summary AS JSONB) "
        "FROM users WHERE username = 'airflow'"
    )
    with warehouse.transaction() as connection:
        config = save_version(connection, document, AIRFLOW)
        values = {
            "config": config.id,
            "name": name,
            "state": state,
            "as_of": AS_OF,
            "seconds": seconds,
            "summary": json.dumps({"tickers": tickers}),
        }
        connection.execute(sa.text(statement), values)


def known_cost(document: dict[str, Any], tickers: list[str]) -> float:
    trees = parse_config(document).models.random_forest.n_estimators
    return 30 + len(tickers) * (4 + 0.02 * trees)


def test_stored_data(platform) -> None:
    with warehouse.engine().connect() as connection:
        empty = load_stored_data(connection)
    assert (empty.as_of, dict(empty.stored)) == (None, {})
    assert "Run vn30_data_crawler first" in review({}, empty).warnings[0].message
    crawl(platform)
    with warehouse.engine().connect() as connection:
        data = load_stored_data(connection)
    assert data.as_of == AS_OF
    assert dict(data.stored) == dict.fromkeys(TICKERS, StoredPrices(369, date(2023, 1, 3), AS_OF))
    assert len(data.members) == 30
    messages = [f"{fault.field_path}: {fault.message}" for fault in review({}, data).warnings]
    assert any("universe.useAllVn30: No prices are stored for ACB" in message for message in messages)


def test_estimate_from_runs(platform) -> None:
    """Recorded runs foretell a new one within 15 percent."""
    crawl(platform)
    for number in range(8):
        document = {"models": {"randomForest": {"nEstimators": 40 + 70 * number}}}
        tickers = TICKERS[: 1 + number % 3]
        record(f"good {number}", document, tickers, known_cost(document, tickers), "success")
    record("broken", {}, TICKERS, 9999, "failed")
    record("paused", {}, TICKERS, 9999, "failed")
    with warehouse.transaction() as connection:
        reopen_experiment(connection, "paused")
        finish = {"state": "success", "summary": json.dumps({"failed": []}), "suspicions": []}
        run = warehouse.fetch_one(connection, "experiments/by_airflow_run", airflow_run_id="paused")
        warehouse.execute(connection, "experiments/finish_experiment", run_id=run["id"], **finish)
    record("of another time", {"models": {"perceptron": {}}}, TICKERS, 9999, "success")

    with warehouse.engine().connect() as connection:
        data = load_stored_data(connection)
        history = recorded_runs(connection, data)
    assert len(history) == 8
    new: dict[str, Any] = {"models": {"randomForest": {"nEstimators": 450}}}
    estimate = estimate_minutes(parse_config(new), data.stored, history)
    assert estimate.basis == "8 runs"
    assert estimate.minutes * 60 == pytest.approx(known_cost(new, TICKERS), rel=0.15)
